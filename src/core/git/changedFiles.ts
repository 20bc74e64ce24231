import { t } from '@vscode/l10n';
import { NotPossibleError } from '../errors.ts';
import { numberText } from '../numberText.ts';
import type { Git } from './git.ts';

/** A file as a commit changed it, against its first parent. */
export interface ChangedFile {
  /** Null for a file that is new. */
  readonly before: FileVersion | null;
  /** Null for a file that was deleted. */
  readonly after: FileVersion | null;
}

export interface FileVersion {
  readonly path: string;
  /** The id of its content. */
  readonly blob: string;
  /** A submodule has no content of its own: `blob` is its commit. */
  readonly kind: 'file' | 'link' | 'submodule';
}

/** Larger files are only named. Bytes. */
const longestFile = 2 * 1024 * 1024;
const mostFiles = 300;

/** Rejects like Git. @param most so many at most are given */
export async function changedFiles(
  git: Git,
  root: string,
  sha: string,
  most = mostFiles,
): Promise<{ readonly files: readonly ChangedFile[]; readonly more: number }> {
  const id = checkedSha(sha);
  const parent = await git.line(root, ['rev-parse', '--verify', '--quiet', `${id}^1^{commit}`]);
  const options = [
    '-r',
    '-z',
    '-M',
    '--raw',
    '--no-abbrev',
    '--no-commit-id',
    '--no-ext-diff',
    '--no-textconv',
  ];
  const trees = parent ? [parent, id] : ['--root', id];
  const fields = (await git.text(root, ['diff-tree', ...options, ...trees, '--'])).split('\0');
  const files: ChangedFile[] = [];
  let i = 0;
  while (i < fields.length) {
    const match = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[i++] ?? '');
    if (!match) continue;
    const [, oldMode, newMode, oldBlob, newBlob, status] = match;
    const path = fields[i++] ?? '';
    const moved = status === 'R' || status === 'C' ? (fields[i++] ?? '') : path;
    files.push({
      before: versionOf(path, oldMode!, oldBlob!),
      after: versionOf(moved, newMode!, newBlob!),
    });
  }
  return { files: files.slice(0, most), more: Math.max(0, files.length - most) };
}

function versionOf(path: string, mode: string, blob: string): FileVersion | null {
  if (mode === '000000') return null;
  const kind = mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : 'file';
  return { path, blob, kind };
}

/** The content as text; a sentence in its place where it is none that can be shown. Rejects like Git. */
export async function contentOf(git: Git, root: string, { blob, kind }: FileVersion): Promise<string> {
  const id = checkedSha(blob);
  if (kind === 'submodule') return `${t('(a submodule, at {0})', id)}\n`;
  const size = Number(await git.line(root, ['cat-file', '-s', id]));
  const bytes = numberText(size);
  if (size > longestFile) return `${t('({0} bytes, too large to show)', bytes)}\n`;
  const content = await git.read(root, ['cat-file', 'blob', id]);
  if (content.subarray(0, 8_000).includes(0))
    return `${t('(binary, {0} bytes, {1})', bytes, id.slice(0, 8))}\n`;
  return content.toString('utf8');
}

function checkedSha(sha: string): string {
  if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha)) return sha;
  throw new NotPossibleError(t('“{0}” is no commit.', sha), t('Choose the change again.'));
}
