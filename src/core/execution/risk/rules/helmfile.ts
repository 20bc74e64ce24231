import { rows, type ToolRule } from '../toolRule.ts';

/** https://helmfile.readthedocs.io/en/latest/#cli-reference */
export const helmfile: ToolRule = {
  names: ['helmfile'],
  touches: 'kubernetes',
  values:
    '-f --file -e --environment -n --namespace -l --selector -c --chart --kube-context --kubeconfig -b --helm-binary -k --kustomize-binary --state-values-set --state-values-set-string --state-values-file --log-level --concurrency',
  switches:
    '-q --quiet -i --interactive --no-color --debug --disable-force-update --allow-no-matching-release',
  target: '--kube-context --kubeconfig',
  place: '-n --namespace',
  rows: [
    ...rows('read-only', 'Only looks.', 'list', 'diff', 'status', 'template', 'lint', 'build', 'version'),
    ...rows('read-only', 'Only looks.', 'show-dag', 'print-env', 'cache info'),
    ...rows('destructive', 'Deletes a release and its objects.', 'destroy', 'delete'),
  ],
  otherwise: ['changing', 'Changes releases.'],
};
