/**
 * The text without its comments and with nothing in its strings, as one dialect reads it. Where the two differ (a
 * backslash in a string, `#`, comments inside comments), a text can hide in the one what the other one runs.
 */
export function bareSql(text: string, dialect: 'standard' | 'mysql'): string {
  const mysql = dialect === 'mysql';
  let bare = '';
  for (let at = 0; at < text.length;) {
    const two = text.slice(at, at + 2);
    const one = text[at]!;
    if (two === '--' || (mysql && one === '#')) {
      at = endOf(text, '\n', at) - 1;
      if (at < 0) break;
      bare += ' ';
    } else if (two === '/*') {
      // MySQL executes what stands in /*! … */.
      const runs = mysql && /^\/\*M?!\d*/.exec(text.slice(at, at + 16));
      if (runs) {
        at += runs[0].length;
        bare += ' ';
        continue;
      }
      at = mysql ? endOf(text, '*/', at + 2) : endOfNested(text, at);
      bare += ' ';
    } else if (one === "'") {
      const escapes = mysql || /[eE]$/.test(bare);
      at = endOfString(text, at, escapes);
      bare += "''";
    } else if (one === '"' || one === '`') {
      const end = endOfString(text, at, mysql && one === '"');
      bare += text.slice(at, end);
      at = end;
    } else if (one === '$' && !mysql) {
      const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(at, at + 70))?.[0];
      const end = tag === undefined ? at + 1 : endOf(text, tag, at + tag.length);
      bare += text.slice(at, end);
      at = end;
    } else {
      bare += one;
      at += 1;
    }
  }
  return bare;
}

/** The place behind `what`; the end of the text where it does not come. */
function endOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at + what.length;
}

function endOfNested(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const two = text.slice(at, at + 2);
    if (two === '/*') depth += 1;
    else if (two === '*/') depth -= 1;
    else continue;
    at += 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function endOfString(text: string, from: number, escapes: boolean): number {
  const quote = text[from]!;
  for (let at = from + 1; at < text.length; at++) {
    if (escapes && text[at] === '\\') at += 1;
    else if (text[at] === quote && text[at + 1] === quote) at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}
