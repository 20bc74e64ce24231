/** Languages that are recordings of a terminal: prompts, commands and their output. */
const sessionLanguages: ReadonlySet<string> = new Set([
  'console',
  'shell-session',
  'shellsession',
  'terminal',
]);

const scriptLanguages: ReadonlySet<string> = new Set(['bash', 'sh', 'shell', 'zsh']);

export function isRunnable(language: string): boolean {
  return scriptLanguages.has(language) || sessionLanguages.has(language);
}

/**
 * The commands of a block without what only belongs to its display.
 *
 * A block with `$ ` prompts is a session: its prompted lines are commands, with their continuations
 * (`> `, a trailing backslash, a here-document); `# …` lines stay as the comments they most often are;
 * everything else is output. A block of nothing but `# ` lines in a session language is a root session.
 * A block without prompts is a script as it stands.
 */
export function commandsOf(language: string, text: string): string {
  const lines = text.split('\n');
  const session = sessionLanguages.has(language);
  const prompted = session
    ? lines.some(isPrompted)
    : isPrompted(lines.find(line => line.trim() && !line.startsWith('#')) ?? '');
  if (prompted) return sessionCommands(lines);
  const filled = lines.filter(line => line.trim());
  if (session && filled.length > 0 && filled.every(line => line.startsWith('# '))) {
    return lines.map(line => line.slice(2)).join('\n');
  }
  return text;
}

function isPrompted(line: string): boolean {
  return line.startsWith('$ ');
}

function sessionCommands(lines: readonly string[]): string {
  const commands: string[] = [];
  let hereDocumentEnd: string | null = null;
  let continued = false;
  let afterCommand = false;
  for (const line of lines) {
    const inner = line.startsWith('> ') ? line.slice(2) : line === '>' ? '' : line;
    if (hereDocumentEnd !== null) {
      commands.push(inner);
      if (inner.trim() === hereDocumentEnd) hereDocumentEnd = null;
    } else if (isPrompted(line) || continued || (afterCommand && inner !== line)) {
      const command = isPrompted(line) ? line.slice(2) : inner;
      commands.push(command);
      hereDocumentEnd = hereDocumentOpenedBy(command);
      continued = /(?:^|[^\\])(?:\\\\)*\\$/.test(command);
      afterCommand = true;
    } else {
      if (line.startsWith('#')) commands.push(line);
      afterCommand = false;
    }
  }
  return commands.join('\n');
}

/** The word that ends the here-document which this command line opens; null where it opens none. */
function hereDocumentOpenedBy(command: string): string | null {
  return (
    /(?:^|[^<])<<-?\s*(?:'([^']+)'|"([^"]+)"|\\?([\w.-]+))/.exec(command)?.slice(1).find(Boolean) ?? null
  );
}
