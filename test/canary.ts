import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Looks for secrets that must be nowhere: whole, and as they look encoded. */
export class Canaries {
  readonly #forms: { readonly name: string; readonly form: string; readonly bytes: readonly Buffer[] }[] = [];

  add(secret: string): void {
    for (const [form, name] of formsOf(secret)) {
      const bytes = [Buffer.from(form, 'utf8'), Buffer.from(form, 'utf16le')];
      this.#forms.push({ name, form, bytes });
    }
  }

  /** What was found of them in a text: one line for each, empty where it is clean. `where` names the text. */
  inText(where: string, text: string): string[] {
    const small = text.toLowerCase();
    return this.#forms
      .filter(({ form }) => small.includes(form.toLowerCase()))
      .map(({ name, form }) => {
        const at = small.indexOf(form.toLowerCase());
        return `${where}: ${name}: …${text.slice(Math.max(0, at - 80), at + form.length + 20)}…`;
      });
  }

  /** The same for the name and the bytes of every file in a folder; nothing is followed out of it. */
  inFolder(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
      const path = join(folder, entry.name);
      const inName = this.inText(`the name of ${path}`, entry.name);
      if (entry.isDirectory()) return [...inName, ...this.inFolder(path)];
      return entry.isFile() ? [...inName, ...this.#inFile(path)] : inName;
    });
  }

  #inFile(path: string): string[] {
    let content: Buffer;
    try {
      content = readFileSync(path);
    } catch (error) {
      // A file may go while others are looked at: leases and spent items do.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    return this.#forms
      .filter(({ bytes }) => bytes.some(form => content.includes(form)))
      .map(({ name }) => `${path}: ${name}`);
  }
}

/** Form → its name: whole, in a URL, and in base64 of both alphabets at each of the three places it can begin. */
function formsOf(secret: string): Map<string, string> {
  const forms = new Map<string, string>();
  for (const before of [0, 1, 2]) {
    const base64 = Buffer.from(`${'\0'.repeat(before)}${secret}`).toString('base64');
    // The outer characters also hold bits of what stands beside it.
    const own = base64.slice([0, 2, 3][before]).replace(/=+$/, '').slice(0, -1);
    forms.set(own.replaceAll('+', '-').replaceAll('/', '_'), `in URL base64, ${before} bytes in`);
    forms.set(own, `in base64, ${before} bytes in`);
  }
  forms.set(encodeURIComponent(secret), 'in a URL');
  return forms.set(secret, 'whole');
}
