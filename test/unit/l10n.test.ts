import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { sentences } from '../../scripts/l10n.mjs';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, string>;
const placeholders = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort().join();
/** Commands, settings and addresses that a sentence names must be the same in every language. */
const names = (text: string) =>
  (text.match(/command:[\w.]+|onCall\.[a-zA-Z.]*[a-zA-Z]|https?:\/\/\S+/g) ?? []).sort().join();

describe('The interface in French', () => {
  const { texts, untold } = sentences();

  it('finds every sentence where it is written', () => {
    assert.ok(texts.size > 900, `${texts.size}`);
    assert.deepEqual(untold, []);
  });

  for (const [what, english, french] of [
    [
      'the sentences of the source',
      Object.fromEntries([...texts.keys()].map(text => [text, text])),
      read('l10n/bundle.l10n.fr.json'),
    ],
    ['the titles and settings of package.json', read('package.nls.json'), read('package.nls.fr.json')],
  ] as const) {
    it(`has ${what}, all of them and no others`, () => {
      assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort());
    });

    it(`keeps in ${what} what is put in and what is named`, () => {
      for (const [key, text] of Object.entries(english)) {
        assert.equal(placeholders(french[key]!), placeholders(text), text);
        assert.equal(names(french[key]!), names(text), text);
        assert.notEqual(french[key]!.trim(), '', text);
      }
    });
  }

  it('shows people no sentence that nobody can translate', () => {
    const found: string[] = [];
    for (const name of readdirSync(join(root, 'src/ui'), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const path = `src/ui/${name}`;
      const source = ts.createSourceFile(
        path,
        readFileSync(join(root, path), 'utf8'),
        ts.ScriptTarget.Latest,
        true,
      );
      const visit = (node: ts.Node): void => {
        if (
          ts.isPropertyAssignment(node) &&
          shownFields.has(node.name.getText()) &&
          isSentence(node.initializer)
        )
          found.push(`${path}: ${node.getText()}`);
        if (ts.isCallExpression(node) && /^notify\.\w+$/.test(node.expression.getText())) {
          for (const argument of node.arguments)
            if (isSentence(argument)) found.push(`${path}: ${argument.getText()}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    assert.deepEqual(found, []);
  });
});

/** What VS Code shows of an object. */
const shownFields = new Set([
  'title',
  'placeHolder',
  'placeholder',
  'prompt',
  'label',
  'description',
  'detail',
  'tooltip',
]);

/** Written out, with two words at least: names and marks are the same in every language. */
function isSentence(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && /[A-Za-z]{2,}\s+[a-z]{2,}/.test(node.text);
}
