import { insertion, type TextEdit } from './finding.ts';
import { newField, takesFields } from './frontMatterRule.ts';
import type { RunbookText } from './runbookText.ts';

/** The edit that declares a variable in the front matter; null where it is written in a form with no place for one more. */
export function declareVariable(text: RunbookText, name: string, secret: boolean): TextEdit | null {
  if (text.fields === null && text.frontLines > 0) return null;
  if (!takesFields(text)) return null;
  const written = (indent: string) =>
    [`${indent}- name: ${name}`, ...(secret ? [`${indent}  secret: true`] : [])].join('\n');
  const field = text.fields?.find(one => one.name === 'variables');
  if (!field) return newField(text, `variables:\n${written('  ')}`);
  // `variables: [A, B]` and maps are left as they are.
  const indent = /^([ \t]*)- /.exec(text.lines[field.valueRange?.start.line ?? -1] ?? '')?.[1];
  if (indent === undefined || field.node.items.length === 0) return null;
  const end = field.node.items.at(-1)!.range?.end;
  if (!end) return null;
  const line = end.character === 0 ? end.line : end.line + 1;
  return insertion({ line, character: 0 }, `${written(indent)}\n`);
}
