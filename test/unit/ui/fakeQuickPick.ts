import assert from 'node:assert/strict';
import { settle } from '../fakeClock.ts';

/** What VS Code would show: a test types, goes to a row, and ticks. */
export class FakeQuickPick<R extends { readonly label: string }> {
  value = '';
  busy = false;
  canSelectMany = false;
  ignoreFocusOut = false;
  activeItems: readonly R[] = [];
  selectedItems: readonly R[] = [];
  #items: readonly R[] = [];
  #accept = () => {};
  #typed = () => {};
  onDidAccept = (listener: () => void) => void (this.#accept = listener);
  onDidHide = () => {};
  onDidChangeValue = (listener: () => void) => void (this.#typed = listener);
  show = () => {};
  dispose = () => {};

  get items(): readonly R[] {
    return this.#items;
  }

  /** Another list begins at its first row, as VS Code has it. */
  set items(items: readonly R[]) {
    this.#items = items;
    this.activeItems = items.slice(0, 1);
  }

  get labels(): readonly string[] {
    return this.#items.map(({ label }) => label);
  }

  /** The row where the keyboard is. */
  get active(): string | undefined {
    return this.activeItems[0]?.label;
  }

  async type(text: string): Promise<void> {
    this.value = text;
    this.#typed();
    await settle();
  }

  goTo(label: string): void {
    this.activeItems = this.#called([label]);
  }

  tick(...labels: readonly string[]): void {
    this.selectedItems = this.#called(labels);
  }

  accept(): void {
    if (!this.canSelectMany) this.selectedItems = this.activeItems;
    this.#accept();
  }

  #called(labels: readonly string[]): readonly R[] {
    return labels.map(label => {
      const row = this.#items.find(one => one.label === label);
      assert.ok(row, `${label} among ${this.labels.join()}`);
      return row;
    });
  }
}
