import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

interface Place {
  readonly scheme: string;
  readonly fsPath: string;
}

/** Line and column of its start, then of its end. */
type Places = readonly [number, number, number, number];

interface Edit {
  readonly edits: readonly { readonly uri: Place; readonly range: unknown; readonly newText: string }[];
}

/** A document as VS Code hands it out: closed, it still tells its old text and refuses to be saved. */
export class FakeDocument {
  readonly languageId = 'markdown';
  isClosed = false;
  isDirty = false;

  constructor(
    readonly uri: Place,
    private text: string,
  ) {}

  readonly getText = () => this.text;

  lineAt(line: number) {
    const text = this.text.split('\n')[line]!;
    const [start, end] = [0, text.length].map(character => ({ line, character }));
    return { text, range: { places: [line, 0, line, text.length], start, end } };
  }

  replace(places: Places, newText: string): void {
    const at = (line: number, character: number) =>
      this.text
        .split('\n')
        .slice(0, line)
        .reduce((sum, { length }) => sum + length + 1, character);
    const [line, character, endLine, endCharacter] = places;
    this.text =
      this.text.slice(0, at(line, character)) + newText + this.text.slice(at(endLine, endCharacter));
    this.isDirty = true;
  }

  async save(): Promise<boolean> {
    if (this.isClosed) throw new Error('Document has been closed');
    await writeFile(this.uri.fsPath, this.text);
    this.isDirty = false;
    return true;
  }
}

/** The documents of a workbench: goes into the stand-in’s `workspace`. */
export class FakeDocuments {
  readonly textDocuments: FakeDocument[] = [];

  readonly openTextDocument = async (uri: Place): Promise<FakeDocument> => {
    const open = this.textDocuments.find(one => one.uri.fsPath === uri.fsPath);
    if (open) return open;
    const document = new FakeDocument(uri, await readFile(uri.fsPath, 'utf8'));
    this.textDocuments.push(document);
    return document;
  };

  /** Where its document is closed, what stands on disk is edited, wherever the person who asked for it saw it. */
  readonly applyEdit = async ({ edits }: Edit): Promise<boolean> => {
    for (const { uri, range, newText } of edits) {
      (await this.openTextDocument(uri)).replace((range as { readonly places: Places }).places, newText);
    }
    return true;
  };

  /** What VS Code does with those that stand in no editor for a while; then somebody else writes the file. */
  async closeAll(rewrite: (text: string) => string): Promise<void> {
    for (const document of this.textDocuments.splice(0)) {
      document.isClosed = true;
      const { fsPath } = document.uri;
      await writeFile(fsPath, rewrite(readFileSync(fsPath, 'utf8')));
    }
  }
}
