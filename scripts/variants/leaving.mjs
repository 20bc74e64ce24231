// Broken variants of what is kept secret, and of what is asked for elsewhere.

/** @type {readonly import('./index.mjs').Variant[]} */
export const leaving = [
  // What is kept secret.
  {
    name: 'private files of a block readable by all',
    why: 'Among them is its environment, with the secrets that a person typed.',
    file: 'src/core/execution/blockFiles.ts',
    from: "writeFileSync(join(directory, name), text, { mode: 0o600, flag: 'wx' });",
    to: "writeFileSync(join(directory, name), text, { mode: 0o644, flag: 'wx' });",
    tests: ['test/unit/execution/blockFiles.test.ts'],
  },
  {
    name: 'output beside a block not masked',
    why: 'A secret that a command prints would go into the timeline and what is made of it.',
    file: 'src/core/execution/runProgress.ts',
    from: 'const masked = (text: string) => this.parts.redactor.redact(text).text;',
    to: 'const masked = (text: string) => text;',
    tests: ['test/unit/execution/runProgress.test.ts'],
  },
  {
    name: 'whole output of a block not masked',
    why: 'It is kept in a file.',
    file: 'src/core/execution/maskedStream.ts',
    from: 'const { masked, end } = this.redactor.redactPart(text, from, from + length);',
    to: 'const { masked, end } = { masked: text.slice(from, from + length), end: from + length };',
    tests: ['test/unit/execution/wholeOutput.test.ts'],
    grep: 'masked',
  },
  {
    name: 'log not masked',
    why: 'People send the log to others, who ask for it.',
    file: 'src/ui/log.ts',
    from: 'const line = this.mask(text);',
    to: 'const line = text;',
    tests: ['test/unit/ui/log.test.ts'],
  },
  {
    name: 'key in an answer not masked',
    why: 'A server may repeat what it was sent, and its words go into messages and the log.',
    file: 'src/core/incidents/providers/pagerduty/pagerDutyClient.ts',
    from: "const mask = (text: string) => text.replaceAll(this.#token, '[key]');",
    to: 'const mask = (text: string) => text;',
    tests: ['test/unit/incidents/pagerDutyErrors.test.ts'],
  },
  {
    name: 'redirects of PagerDuty followed',
    why: 'The key must never go to another host.',
    file: 'src/core/incidents/providers/pagerduty/pagerDutyClient.ts',
    from: 'maxRedirects: 0,',
    to: 'maxRedirects: 5,',
    tests: ['test/unit/incidents/pagerDutyRedirects.test.ts'],
  },
  {
    name: 'redirects of Slack followed',
    why: 'The token must never go to another host.',
    file: 'src/core/comms/chatHttp.ts',
    from: 'maxRedirects: 0,',
    to: 'maxRedirects: 5,',
    tests: ['test/unit/comms/slackClient.test.ts'],
  },
  {
    name: 'redirects of a webhook followed',
    why: 'The message must never go to another host.',
    file: 'src/core/comms/chatHttp.ts',
    from: 'maxRedirects: 0,',
    to: 'maxRedirects: 5,',
    tests: ['test/unit/comms/webhooks.test.ts'],
    grep: 'follows no redirect',
  },
  {
    name: 'redirects of GitHub followed',
    why: 'The token of a person’s GitHub account must never go to another host.',
    file: 'src/core/postmortem/issues/gitHubIssues.ts',
    from: 'maxRedirects: 0,',
    to: 'maxRedirects: 5,',
    tests: ['test/unit/postmortem/issues/issues.test.ts'],
  },

  // What is fetched.
  {
    name: 'runbook’s redirect to any host followed',
    why: 'Only hosts that the person allowed are asked, at each step of the way.',
    file: 'src/core/runbooks/remote/fetchRunbook.ts',
    from: 'const next = allowedAddress(target(at, headers.location), allowed);',
    to: 'const to = target(at, headers.location);\n        const next = allowedAddress(to, [...allowed, new URL(to).host]);',
    tests: ['test/unit/runbooks/remote/fetchRunbook.test.ts'],
    grep: 'is not followed',
  },
  {
    name: 'runbooks fetched from private addresses',
    why: 'An alert’s link could read what only this machine’s network may read.',
    file: 'src/core/runbooks/remote/publicAddress.ts',
    from: "if (isIPv4(address)) return !refused.check(address, 'ipv4');",
    to: 'if (isIPv4(address)) return true;',
    tests: [
      'test/unit/runbooks/remote/publicAddress.test.ts',
      'test/unit/runbooks/remote/fetchRunbook.test.ts',
    ],
    grep: 'address',
  },
];
