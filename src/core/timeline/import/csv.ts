/**
 * The rows of a CSV text (RFC 4180), with commas, semicolons or tabs as its first line has most of; quotes may hold
 * breaks and doubled quotes. Own, as it is forty lines and every row has to say on which line it began.
 */
export function csvRows(
  source: string,
): readonly { readonly line: number; readonly cells: readonly string[] }[] {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const first = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  const separator = [',', ';', '\t'].reduce((best, one) =>
    first.split(one).length > first.split(best).length ? one : best,
  );
  const rows: { line: number; cells: string[] }[] = [];
  let [line, began, at] = [1, 1, 0];
  let cells: string[] = [];
  const end = () => {
    if (cells.some(cell => cell.trim() !== '')) rows.push({ line: began, cells });
    cells = [];
    began = line;
  };
  while (at <= text.length) {
    let cell = '';
    if (text[at] === '"') {
      const parts: string[] = [];
      for (at++; at < text.length;) {
        const quote = text.indexOf('"', at);
        parts.push(text.slice(at, quote < 0 ? text.length : quote));
        at = quote < 0 ? text.length : quote + 1;
        if (text[at] !== '"') break;
        parts.push('"');
        at++;
      }
      cell = parts.join('');
      for (const character of cell) if (character === '\n') line++;
    }
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== '\n') at++;
    cells.push((cell + text.slice(from, at)).trim());
    if (text[at] === separator) {
      at++;
      continue;
    }
    line++;
    end();
    at++;
  }
  return rows;
}
