import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { CuttableProxy } from '../cuttableProxy.ts';
import type { EditorWindow } from './editorWindow.ts';

/** A PagerDuty-compatible service of this test’s own, which can be cut off. */
export class TestPagerDuty {
  private constructor(
    readonly account: DrillAccount,
    readonly server: DrillServer,
    readonly proxy: CuttableProxy,
  ) {}

  static async start(fill: (account: DrillAccount, now: number) => void = () => {}): Promise<TestPagerDuty> {
    const account = new DrillAccount({ clock });
    fill(account, clock.now());
    const server = await DrillServer.start({ account, clock, requestsPerMinute: 100_000 });
    return new TestPagerDuty(account, server, await CuttableProxy.before(server.baseUrl));
  }

  /** For the window’s settings: the address that signing in offers first. */
  get settings(): Record<string, unknown> {
    return { 'onCall.pagerDuty.baseUrl': this.proxy.baseUrl };
  }

  /** As a person does it: palette, address, key, name. */
  async signIn(window: EditorWindow, key = this.account.keys.user): Promise<void> {
    await window.choose('On-Call: Sign In to PagerDuty…', 'The address in the settings');
    await window.answer(key);
    const name = window.page.locator('.quick-input-widget', { hasText: /name/i }).locator('input');
    await name.waitFor();
    await name.press('Enter');
    await window.notification(/Signed in to PagerDuty as/).waitFor();
  }

  async stop(): Promise<void> {
    await this.proxy.cut();
    await this.server.stop();
  }
}
