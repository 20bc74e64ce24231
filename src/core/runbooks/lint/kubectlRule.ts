import { insertion, type Finding, type Translator } from './finding.ts';
import type { RunbookText } from './runbookText.ts';
import { blot, shellText } from './shellText.ts';

/** What acts on no namespace, or on no cluster at all. */
const withoutNamespace: ReadonlySet<string> = new Set(
  'config version cluster-info api-resources api-versions completion explain plugin options help kustomize cordon uncordon drain taint certificate krew ctx ns proxy'.split(
    ' ',
  ),
);

const clusterWide: ReadonlySet<string> = new Set(
  'no node nodes ns namespace namespaces pv persistentvolume persistentvolumes sc storageclass storageclasses csr crd crds customresourcedefinition customresourcedefinitions clusterrole clusterroles clusterrolebinding clusterrolebindings componentstatuses cs priorityclass priorityclasses pc ingressclass ingressclasses'.split(
    ' ',
  ),
);

const target =
  /(?:^|\s)(?:-A|-n\S*|--(?:namespace|all-namespaces|context|kubeconfig|cluster|server))(?=[\s=]|$)/;
/** What may stand before a command without being one. */
const before =
  /^(?:sudo|env|time|exec|watch|xargs|nohup|nice|timeout|if|then|do|else|elif|while|until|-\S*|\d+[smhd]?|[A-Za-z_]\w*=\S*)$/;

/** `kubectl` that acts wherever this machine’s configuration happens to point. */
export function kubectlRule({ blocks }: RunbookText, l10n: Translator): Finding[] {
  const findings: Finding[] = [];
  for (const script of blocks) {
    if (!script.block.runnable || !script.block.code.includes('kubectl')) continue;
    const { commands } = shellText(script.block.code);
    if (/kubectl\s{1,20}config\s{1,20}(?:use-context|set-context)/.test(commands)) continue;
    for (const match of commands.matchAll(/(?<![^\s;&|(`{!])kubectl(?=[ \t])([^\n;&|)`]{0,4000})/g)) {
      if (!isCommand(commands, match.index) || !needsTarget(match[1]!)) continue;
      const end = match.index + 'kubectl'.length;
      const range = script.range(match.index, end);
      const newText = ' --namespace "${NAMESPACE:-default}"';
      findings.push({
        code: 'kubectl-target',
        severity: 'warning',
        message: l10n.t(
          'This kubectl names neither a namespace nor a context: it acts wherever this machine happens to point.',
        ),
        range,
        fixes: [{ title: l10n.t('Name the namespace'), edits: [insertion(range.end, newText)] }],
      });
    }
  }
  return findings;
}

function isCommand(commands: string, at: number): boolean {
  const text = commands.slice(Math.max(0, at - 1_000), at);
  const words = text.slice(Math.max(...[...'\n;&|({`!'].map(mark => text.lastIndexOf(mark))) + 1);
  return words.split(/\s+/).every(word => word === '' || before.test(word));
}

function needsTarget(text: string): boolean {
  const [own = ''] = text.split(/\s--\s/, 1);
  if (target.test(own)) return false;
  const words = own.split(/\s+/).filter(word => word !== '' && !word.startsWith('-'));
  const [verb, ...rest] = words;
  // A variable or a quoted text before the verb may hold the options.
  if (verb === undefined || /[$]/.test(verb) || verb.includes(blot) || withoutNamespace.has(verb))
    return false;
  const kind = (rest[0] ?? '').toLowerCase().split('/')[0]!;
  return !kind.split(',').every(one => clusterWide.has(one));
}
