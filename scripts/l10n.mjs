// Finds every sentence of src/ that goes through VS Code's l10n, or through what stands for it in the core and in pages.
//
//   node scripts/l10n.mjs          says what the French bundle lacks, and what it has too many
//   node scripts/l10n.mjs --json   prints all sentences, as a JSON list
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The sentences of a file: the first argument of each `t(…)` and `sentence(…)`, and reasons. What is none is given with
 * its line.
 */
function sentencesIn(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = node => {
    if (ts.isCallExpression(node) && isTranslation(node.expression)) {
      const [first] = node.arguments;
      for (const each of first ? alternatives(first) : []) {
        const line = source.getLineAndCharacterOfPosition(each.getStart()).line + 1;
        const noted = keyOfNoted(each);
        if (noted !== null) found.push({ text: noted, at: `${path}:${line}` });
        else if (ts.isStringLiteralLike(each)) found.push({ text: each.text, at: `${path}:${line}` });
        // A name stands for a sentence that is found where it is written.
        else if (!isName(each)) found.push({ text: null, at: `${path}:${line}` });
      }
    } else if (isReason(path, node) || isMeaning(path, node)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ text: node.text, at: `${path}:${line}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `t(…)`, `sentence(…)`, `l10n.t(…)`, `vscode.l10n.t(…)`. */
function isTranslation(expression) {
  if (ts.isIdentifier(expression)) return expression.text === 't' || expression.text === 'sentence';
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === 't' &&
    /(^|\.)(l10n|translator)$/.test(expression.expression.getText())
  );
}

/** `reason`, `table.reason`, `table[kind]` */
function isName(node) {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** `{ message, comment: ['…'] }`, for a word that means two things: VS Code keeps it as `message/comment`. */
function keyOfNoted(node) {
  if (!ts.isObjectLiteralExpression(node)) return null;
  const [message, comment] = node.properties.map(({ initializer }) => initializer);
  return `${message.text}/${comment.elements.map(({ text }) => text).join('')}`;
}

/** Why a command is dangerous: in src/core/execution/risk every sentence is such a reason, except in the log. */
function isReason(path, node) {
  return (
    path.startsWith('src/core/execution/risk/') &&
    ts.isStringLiteralLike(node) &&
    /^[\p{L}“{]\S* .*[^\s.]\.$/u.test(node.text) &&
    !(ts.isCallExpression(node.parent) && /\.log$/.test(node.parent.expression.getText()))
  );
}

/** What a word of a runbook means: `{ name, meaning, … }`. */
function isMeaning(path, node) {
  return (
    path.startsWith('src/core/runbooks/lint/') &&
    ts.isStringLiteralLike(node) &&
    ts.isPropertyAssignment(node.parent) &&
    node.parent.initializer === node &&
    node.parent.name.getText() === 'meaning'
  );
}

function alternatives(node) {
  if (ts.isConditionalExpression(node))
    return [...alternatives(node.whenTrue), ...alternatives(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return alternatives(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...alternatives(node.left), ...alternatives(node.right)];
  return [node];
}

const schema = 'schemas/team.schema.json';

/** What the team’s file is explained with, and what is said of it where it is wrong. */
function schemaSentences() {
  const found = [];
  JSON.parse(readFileSync(join(root, schema), 'utf8'), (key, value) => {
    if (['description', 'patternErrorMessage'].includes(key) && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

/** Every sentence with the place of its first use, and the places whose sentence cannot be told. */
export function sentences(folders = ['src/ui', 'src/core', 'src/webview', 'src/extension.ts']) {
  const files = folders.flatMap(folder =>
    folder.endsWith('.ts')
      ? [folder]
      : readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
          .filter(name => name.endsWith('.ts'))
          .map(name => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  const texts = new Map();
  const untold = [];
  for (const text of schemaSentences()) texts.set(text, schema);
  for (const file of files.sort()) {
    for (const { text, at } of sentencesIn(file, readFileSync(join(root, file), 'utf8'))) {
      if (text === null) untold.push(at);
      else if (!texts.has(text)) texts.set(text, at);
    }
  }
  return { texts, untold };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { texts, untold } = sentences();
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify([...texts.keys()], null, 1));
  } else {
    const bundle = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.fr.json'), 'utf8'));
    for (const [text, at] of texts) if (!Object.hasOwn(bundle, text)) console.log(`lacks ${at}: ${text}`);
    for (const text of Object.keys(bundle)) if (!texts.has(text)) console.log(`too many: ${text}`);
    for (const at of untold) console.log(`not a sentence: ${at}`);
  }
}
