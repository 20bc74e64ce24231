import assert from 'node:assert/strict';
import {
  clearlyBest,
  matchRunbooks,
  type RunbookCandidate,
} from '../../../src/core/runbooks/matchRunbooks.ts';
import { noPurpose } from '../../../src/core/runbooks/frontMatter.ts';
import { teamRepositories, teamRunbooks } from '../../../src/core/team/teamRunbooks.ts';
import { incident } from '../runbooks/candidates.ts';
import { alert, teamOf } from './support.ts';

const team = teamOf(`services:
  - { name: Checkout, runbooks: [runbooks/checkout.md, runbooks/payments.md], repositories: shop/checkout }
  - { name: search, repositories: [git@github.com:acme/search.git] }
  - { name: mail }
alerts:
  - { name: HighErrorRate, runbook: "runbooks/errors.md#first-look" }
  - { name: DiskFull, severity: P1 }
`);
const candidate = (path: string, alerts: readonly string[] = []): RunbookCandidate => ({
  ...{ id: path, path, title: path, origin: 'workspace', repository: null },
  purpose: { ...noPurpose, alerts },
});
const files = ['errors', 'checkout', 'payments', 'other'].map(name => candidate(`runbooks/${name}.md`));
const ofService = { ...incident, service: { id: 'S', name: 'checkout' } };

describe('What a team’s file gives to an incident', () => {
  it('is the runbook of the alert’s definition, before what names the alert itself', () => {
    const alerts = [alert({ alertName: 'HighErrorRate' })];
    const all = [...files, candidate('runbooks/named.md', ['HighErrorRate'])];
    const best = clearlyBest(matchRunbooks(incident, alerts, all, teamRunbooks(incident, alerts, team)));
    assert.deepEqual(
      [best?.candidate.path, best?.kind, best?.fragment, best?.reason],
      [
        'runbooks/errors.md',
        'link',
        'first-look',
        'The alert definition HighErrorRate in .oncall/config.yaml names it.',
      ],
    );
  });

  it('is behind the alert’s own link', () => {
    const link = { href: 'runbooks/other.md', foundIn: 'details.runbook' };
    const alerts = [alert({ alertName: 'HighErrorRate', runbook: link })];
    const best = clearlyBest(matchRunbooks(incident, alerts, files, teamRunbooks(incident, alerts, team)));
    assert.equal(best?.candidate.path, 'runbooks/other.md');
  });

  it('are the runbooks of the service, whatever its case; several are a question', () => {
    const named = teamRunbooks(ofService, [], team);
    const matches = matchRunbooks(ofService, [], files, named).filter(({ kind }) => kind === 'service');
    assert.deepEqual(
      matches.map(({ candidate: { path }, reason }) => [path, reason]),
      ['checkout', 'payments'].map(name => [
        `runbooks/${name}.md`,
        'The service Checkout in .oncall/config.yaml names it.',
      ]),
    );
  });

  it('is nothing where it names nothing', () => {
    assert.deepEqual(teamRunbooks({ service: null }, [alert({ alertName: 'DiskFull' })], team), []);
    assert.deepEqual(teamRunbooks({ service: { id: 'M', name: 'mail' } }, [], team), []);
  });

  it('are the repositories of a service, unless the setting has its own', () => {
    assert.deepEqual(teamRepositories(team, {}), {
      Checkout: ['shop/checkout'],
      search: ['git@github.com:acme/search.git'],
    });
    assert.deepEqual(teamRepositories(team, { checkout: ['mine'] }), {
      checkout: ['mine'],
      search: ['git@github.com:acme/search.git'],
    });
  });
});
