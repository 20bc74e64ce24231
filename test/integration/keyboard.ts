import assert from 'node:assert/strict';

/** What the person does at the next question: types, picks rows by their label, or presses a button. */
export type Doing =
  | { readonly type: string }
  | { readonly pick: string | RegExp | readonly (string | RegExp)[] }
  | { readonly press: string };

interface InputBox {
  readonly title?: string;
  readonly validateInput?: (text: string) => unknown;
}

interface Row {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

/**
 * A person at the keyboard: answers the questions of a command in order, and keeps what was asked and told. Modal
 * dialogs are refused in a test host, so this stands where they are asked for.
 */
export class Keyboard {
  /** Every message that was shown. */
  readonly told: string[] = [];
  /** Every text that stood in the status bar for a while. */
  readonly noted: string[] = [];
  /** Every row that was offered: label, description, detail. */
  readonly offered: string[][] = [];
  /** The title of every input box. */
  readonly titles: (string | undefined)[] = [];
  readonly #doings: Doing[];
  #failure: unknown;
  readonly #restore: (() => void)[] = [];

  constructor(
    private readonly window: unknown,
    doings: readonly Doing[] = [],
  ) {
    this.#doings = [...doings];
    this.#replace(
      'showQuickPick',
      async (rows: readonly Row[] | Promise<readonly Row[]>, options?: { canPickMany?: boolean }) => {
        const found = this.#pick(await rows);
        return options?.canPickMany ? found : found[0];
      },
    );
    this.#replace('showInputBox', (options?: InputBox) => {
      this.titles.push(options?.title);
      const next = this.#doings.shift();
      if (!next) return Promise.resolve(undefined);
      assert.ok('type' in next, `an input box instead of ${JSON.stringify(next)}`);
      const refusal = options?.validateInput?.(next.type);
      assert.ok(typeof refusal !== 'string', `“${next.type}” was refused: ${String(refusal)}`);
      return Promise.resolve(next.type);
    });
    for (const name of ['showErrorMessage', 'showInformationMessage', 'showWarningMessage'] as const) {
      this.#replace(name, (text: string, ...rest: readonly unknown[]) => {
        const modal = typeof rest[0] === 'object' ? (rest[0] as { detail?: string }) : null;
        this.told.push([text, modal?.detail].filter(Boolean).join('\n'));
        const next = this.#doings[0];
        if (!next || !('press' in next)) return Promise.resolve(undefined);
        if (!rest.includes(next.press)) return Promise.resolve(undefined);
        this.#doings.shift();
        return Promise.resolve(next.press);
      });
    }
    this.#replace('createQuickPick', () => this.#quickPick());
    this.#replace('setStatusBarMessage', (text: string) => {
      this.noted.push(text);
      return { dispose() {} };
    });
  }

  /** Fails when a question that was expected did not come. */
  leave(): void {
    for (const restore of this.#restore.splice(0)) restore();
    if (this.#failure) throw this.#failure;
    assert.deepEqual(this.#doings, [], 'was never asked for');
  }

  #pick(rows: readonly Row[]): Row[] {
    this.offered.push(
      rows.map(({ label, description, detail }) => [label, description, detail].filter(Boolean).join(' | ')),
    );
    const next = this.#doings.shift();
    if (!next) return [];
    assert.ok('pick' in next, `a quick pick instead of ${JSON.stringify(next)}`);
    const wanted = Array.isArray(next.pick)
      ? (next.pick as readonly (string | RegExp)[])
      : [next.pick as string | RegExp];
    return wanted.map(one => {
      const row = rows.find(({ label }) => (typeof one === 'string' ? label === one : one.test(label)));
      assert.ok(row, `no row ${String(one)} among ${rows.map(({ label }) => label).join('; ')}`);
      return row;
    });
  }

  /** Enough of a QuickPick for one choice: points at the row, waits a little, accepts. */
  #quickPick(): object {
    const listeners: Record<string, ((value: unknown) => void)[]> = {};
    const on = (name: string) => (listener: (value: unknown) => void) => {
      (listeners[name] ??= []).push(listener);
      return { dispose() {} };
    };
    const fire = (name: string, value?: unknown) =>
      (listeners[name] ?? []).forEach(listener => listener(value));
    const fake = {
      value: '',
      busy: false,
      canSelectMany: false,
      items: [] as readonly Row[],
      activeItems: [] as readonly Row[],
      selectedItems: [] as readonly Row[],
      onDidChangeActive: on('active'),
      onDidAccept: on('accept'),
      onDidHide: on('hide'),
      onDidChangeValue: on('value'),
      onDidTriggerItemButton: on('button'),
      onDidTriggerButton: on('titleButton'),
      // Nobody chooses among rows that are still being read.
      show: () => {
        if (fake.busy) return void setTimeout(() => fake.show(), 10);
        let rows: readonly Row[];
        try {
          rows = this.#pick(fake.items);
        } catch (error) {
          this.#failure ??= error;
          return fire('hide');
        }
        const [row] = rows;
        if (!row) return fire('hide');
        fake.activeItems = [row];
        fire('active', [row]);
        setTimeout(() => {
          this.offered.push(
            fake.items.map(({ label, description, detail }) =>
              [label, description, detail].filter(Boolean).join(' | '),
            ),
          );
          fake.selectedItems = fake.canSelectMany ? rows : fake.activeItems;
          fire('accept');
        }, 400);
      },
      hide: () => fire('hide'),
      dispose: () => {},
    };
    return fake;
  }

  #replace(name: string, answer: unknown): void {
    const window = this.window as Record<string, unknown>;
    const original = window[name];
    window[name] = answer;
    this.#restore.push(() => (window[name] = original));
  }
}
