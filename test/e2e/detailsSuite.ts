import assert from 'node:assert/strict';
import { provider, runbook, shown } from './detailsIncident.ts';
import { type DetailsPage, type DetailsPageOptions, DetailsSite } from './detailsPage.ts';

/**
 * Opens pages for the tests of one suite and closes each after its test, which fails if the page threw, said what
 * the guard refuses, ran a script of a provider’s, or asked for anything that is not ours.
 */
export function detailsPages(): {
  readonly site: DetailsSite;
  readonly show: (options?: Partial<DetailsPageOptions>) => Promise<DetailsPage>;
} {
  const site = new DetailsSite();
  const open: DetailsPage[] = [];

  before(() => site.start());
  after(() => site.stop());
  afterEach(async () => {
    const pages = open.splice(0);
    for (const page of pages) await page.close();
    for (const page of pages) {
      assert.deepEqual(page.thrown, []);
      assert.deepEqual(page.ran, []);
      assert.equal(page.refusedMessages, 0);
      const elsewhere = page.requests.filter(url => !url.startsWith(`${site.origin}/`));
      assert.deepEqual(elsewhere, []);
    }
    assert.deepEqual(site.refused, []);
  });

  async function show(options: Partial<DetailsPageOptions> = {}): Promise<DetailsPage> {
    const page = await site.open({ incident: shown, provider: provider(), runbook, ...options });
    open.push(page);
    return page;
  }
  return { site, show };
}
