import type { RiskClass } from './risk/risk.ts';

/** How a block is asked about before it runs. */
export type Asking =
  | 'never'
  /** Once for the same script, variables and target in this window. */
  | 'once'
  | 'always'
  /** The target’s name is typed, and who approves as Incident Commander, and why. */
  | 'commander';

interface Where {
  /** Or not known, which may be production. */
  readonly production: boolean;
  /** The setting `onCall.risk.askBeforeChanging` is “always”. */
  readonly beforeEveryChange: boolean;
  /** For what nobody here has written: a runbook from elsewhere. */
  readonly alwaysAsk: boolean;
}

const table: Readonly<Record<RiskClass, { readonly elsewhere: Asking; readonly production: Asking }>> = {
  'read-only': { elsewhere: 'never', production: 'never' },
  changing: { elsewhere: 'never', production: 'once' },
  destructive: { elsewhere: 'always', production: 'commander' },
};

export function askingFor(risk: RiskClass, { production, beforeEveryChange, alwaysAsk }: Where): Asking {
  const asking = table[risk][production ? 'production' : 'elsewhere'];
  if (asking === 'commander') return asking;
  if (alwaysAsk) return 'always';
  return risk === 'changing' && beforeEveryChange ? 'once' : asking;
}
