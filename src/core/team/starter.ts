import { t } from '@vscode/l10n';

/** What a new team’s file begins with: every section once, as comments, so that nothing holds that nobody decided. */
export function teamFileStarter(): string {
  const about = [
    t(
      'What your team agreed on for its incidents. Everything may be left out; what is left out is standard.',
    ),
    t(
      'Completion (Ctrl+Space) and hover know every field; “On-Call: Open Documentation…” has an example of all of it under “The team’s file”.',
    ),
    t('No passwords, tokens or webhook addresses: they are refused. Nothing in this file is ever run.'),
  ];
  return `${about.map(line => `# ${line}\n`).join('')}\n${example}`;
}

const example = `# services:
#   - name: checkout
#     repositories: [shop/checkout, "git@github.com:acme/payments.git"]
#     owners: [Team Payments]
#     runbooks: [runbooks/checkout.md]
#     dashboards:
#       - { name: Overview, url: "https://grafana.example.com/d/checkout" }
#     probes: [{ runbook: runbooks/checkout.md, block: access }]
#     chat: "slack:#checkout"
#     bridge: { url: "https://meet.example.com/checkout" }

# alerts:
#   - name: HighErrorRate
#     condition: "error_rate > 1%"
#     duration: 5m
#     severity: P2
#     notify: [on-call-primary, "slack:#alerts"]
#     runbook: runbooks/checkout.md

# severities:
#   P1: { name: Critical, meaning: A service is down, nextUpdate: 15m, priorities: [Critical, SEV0] }

# matrix:
#   high: { low: P3, medium: P2, high: P1 }

# roles:
#   - { name: Incident Commander }

# checklists:
#   triage:
#     - Is it a real incident?

# escalation:
#   - name: Critical and not mitigated
#     severities: [P1]
#     when: { notMitigatedAfter: 30m }
#     tell: [Management]

# messages:
#   initial:
#     en: "[{{severity}}] {{title}}. Next update: {{nextUpdate}}"
`;
