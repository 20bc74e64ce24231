import * as vscode from 'vscode';
import {
  repositoryNamed,
  repositoryOfRemote,
  type RepositoryName,
} from '../../core/postmortem/issues/repositoryName.ts';
import { config } from '../config.ts';

interface Remote {
  readonly name: string;
  readonly fetchUrl?: string;
}

/** As much of VS Code’s own Git extension as is asked (microsoft/vscode, extensions/git/src/api/git.d.ts). */
interface GitExtension {
  getAPI(version: 1): {
    getRepository(uri: vscode.Uri): {
      readonly state: { readonly remotes: readonly Remote[] };
    } | null;
  };
}

/** Where issues go: what the setting names, else the repository that the document is kept in; null where neither says. */
export async function issueRepository(uri: vscode.Uri): Promise<RepositoryName | null> {
  const named = config.issueRepository(uri);
  if (named !== '') return repositoryNamed(named);
  const remotes = await remotesOf(uri);
  const [first] = [...remotes].sort((a, b) => Number(b.name === 'origin') - Number(a.name === 'origin'));
  return first?.fetchUrl === undefined ? null : repositoryOfRemote(first.fetchUrl);
}

async function remotesOf(uri: vscode.Uri): Promise<readonly Remote[]> {
  const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!git) return [];
  try {
    return (await git.activate()).getAPI(1).getRepository(uri)?.state.remotes ?? [];
  } catch {
    // Turned off by its own setting it gives no API.
    return [];
  }
}
