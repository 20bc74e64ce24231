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

  it('has each sentence once', () => {
    const text = readFileSync(join(root, 'l10n/bundle.l10n.fr.json'), 'utf8');
    const keys = [...text.matchAll(/^ {2}("(?:[^"\\]|\\.)*"):/gm)].map(match => match[1]!);
    assert.equal(keys.length, Object.keys(read('l10n/bundle.l10n.fr.json')).length);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  it('calls one thing by one name', () => {
    const titles = read('package.nls.json');
    const pairs = [
      ...Object.entries(read('l10n/bundle.l10n.fr.json')),
      ...Object.entries(read('package.nls.fr.json')).map(([key, french]) => [titles[key]!, french] as const),
    ];
    const other = pairs.filter(([english, french]) =>
      glossary.some(([word, name]) => word.test(english) && !name.test(french)),
    );
    assert.deepEqual(other, []);
    assert.deepEqual(
      pairs.filter(([, french]) => otherNames.test(french)),
      [],
    );
  });

  it('shows people no sentence that nobody can translate', () => {
    const found = eachNode('src/ui', (node, path) => {
      if (
        ts.isPropertyAssignment(node) &&
        shownFields.has(node.name.getText()) &&
        isSentence(node.initializer)
      )
        return [`${path}: ${node.getText()}`];
      return ts.isCallExpression(node) && /^notify\.\w+$/.test(node.expression.getText())
        ? node.arguments.filter(isSentence).map(argument => `${path}: ${argument.getText()}`)
        : [];
    });
    assert.deepEqual(found, []);
  });

  it('writes nothing on a page that nobody can translate', () => {
    const found = eachNode('src/webview', (node, path) => {
      const text = textOf(node);
      const isWord =
        text !== null && /(?:^|\s)\p{Lu}\p{Ll}/u.test(text) && !/^(?:Arrow|Ctrl|Alt|Shift\+)/.test(text);
      const isSaid = text !== null && /\p{L}{2}/u.test(text) && isShown(node);
      return (isWord && !keyNames.has(text)) || isSaid ? [`${path}: ${node.getText()}`] : [];
    });
    assert.deepEqual(found, []);
  });

  it('tells people of no failure in words that nobody can translate', () => {
    const errors = readFileSync(join(root, 'src/core/errors.ts'), 'utf8');
    const told = new Set([...errors.matchAll(/class (\w+Error)/g)].map(([, name]) => name));
    assert.ok(told.size > 10);
    const find = (node: ts.Node, path: string) =>
      ts.isNewExpression(node) && told.has(node.expression.getText())
        ? (node.arguments ?? [])
            .filter(argument => / /.test(textOf(argument) ?? ''))
            .map(argument => `${path}: ${argument.getText()}`)
        : ts.isCallExpression(node) && /^(?:problem|broken)$/.test(node.expression.getText())
          ? node.arguments
              .filter(argument => / /.test(textOf(argument) ?? ''))
              .map(argument => `${path}: ${argument.getText()}`)
          : [];
    assert.deepEqual([...eachNode('src/core', find), ...eachNode('src/ui', find)], []);
  });
});

/** What a thing is called wherever the English names it. */
const glossary: readonly (readonly [word: RegExp, name: RegExp])[] = [
  [/\bIncident Commander\b/, /responsable d’incident/i],
  [/\bTech Lead\b/, /responsable technique/i],
  [/\bescalation polic(?:y|ies)\b/i, /politiques? d’escalade/i],
  [/\bnot recorded\b/, /consigné/],
  [/\b[Mm]itigation\b/, /atténuation/i],
  [/^(?:Group|grouped)\b/, /^group/i],
  [/\b(?:Mute|muted)\b/, /désactiv/i],
  [/\b(?:address|[Bb]ridge) of (?:the|a) (?:call|bridge)\b/, /conférence/i],
];

/** What the same things were called besides. */
const otherNames =
  /stratégies? d’escalade|non noté|destruct(?:eur|rice)|\bmitigation|regroup|sourdine|d[e’] ?(?:l’|un )appel\b/i;

/** What `find` makes of each node of the files, but of what goes through `t` already. */
function eachNode(
  folder: string,
  find: (node: ts.Node, path: string) => readonly string[],
): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => {
      const path = `${folder}/${name}`;
      const text = readFileSync(join(root, path), 'utf8');
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isTranslated(node)) return;
        found.push(...find(node, path));
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });
}

function isTranslated(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /(?:^|\.)t$|^sentence$/.test(node.expression.getText());
}

/** What is written out in a literal, or between the values of a template; null for anything else. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' ');
}

/** A child of an element, or an attribute that is read out. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent))
    return parent.expression.getText() === 'element' && parent.arguments.indexOf(node as ts.Expression) > 1;
  return (
    ts.isPropertyAssignment(parent) &&
    parent.initializer === node &&
    /^'?(?:title|aria-label|placeholder|alt)'?$/.test(parent.name.getText())
  );
}

/** As the browser names them in events. */
const keyNames = new Set([
  'Escape',
  'Enter',
  'Tab',
  'Home',
  'End',
  'Delete',
  'Control',
  'Meta',
  'Shift',
  'Alt',
]);
keyNames.add('AltGraph').add('PageDown').add('PageUp');

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
