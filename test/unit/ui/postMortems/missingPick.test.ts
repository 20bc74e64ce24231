import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { en } from '../../../../src/core/postmortem/languages/en.ts';
import type * as Missing from '../../../../src/ui/postMortems/missingPick.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { FakeDocuments, type FakeDocument } from '../documents.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

const text = `# Post-mortem: Search is slow

| Impact | *not recorded* |

## Lessons

What went well? *Not recorded.*
`;

describe('What a post-mortem does not know', function () {
  this.timeout(30_000);
  let parts: typeof Missing & StandIn;
  const folder = temporaryFolder();

  before(async () => {
    parts = await withStandIn('ui/postMortems/missingPick.ts');
  });

  it('is shown where it stands now, after VS Code closed the document while the message waited', async () => {
    const path = join(folder(), 'post-mortem.md');
    await writeFile(path, text);
    const documents = new FakeDocuments();
    Object.assign(parts.workspace, documents);
    const uri = parts.Uri.file(path);
    const document = await documents.openTextDocument(uri);
    let offered: readonly string[] = [];
    const shown: { document: FakeDocument; selection: unknown }[] = [];
    Object.assign(parts.window, {
      activeTextEditor: undefined,
      showInformationMessage: async (_message: string, show: string) => {
        await documents.closeAll(was => `One line more.\n${was.replace('*not recorded*', 'Europe')}`);
        return show;
      },
      // Closed or not, VS Code shows what stands under its address.
      showTextDocument: async ({ uri: its }: FakeDocument) => {
        const editor = { document: await documents.openTextDocument(its), selection: null, revealRange() {} };
        shown.push(editor);
        return editor;
      },
      showQuickPick: async (rows: readonly { readonly label: string }[]) => {
        offered = rows.map(({ label }) => label);
        return rows[0];
      },
    });
    await parts.offerMissing(document as never, en);
    assert.deepEqual(offered, ['What went well?']);
    const end = { line: 7, character: 'What went well? *Not recorded.*'.length };
    assert.deepEqual((shown[0]!.selection as { readonly places: unknown }).places, [
      { line: 7, character: 0 },
      end,
    ]);
  });
});
