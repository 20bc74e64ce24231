/** What may stand in a runbook’s front matter and behind a block’s language: for checks, completion and hover. */
export interface Word {
  readonly name: string;
  /** A sentence of English; the screens have it translated. */
  readonly meaning: string;
  /** All the values it may have, where they are few. */
  readonly values?: readonly string[];
  /** Other spellings that are read too. */
  readonly alsoRead?: readonly string[];
  /** What completion writes behind the name. */
  readonly example: string;
}

export const yesOrNo = ['true', 'false'];
const alsoYesOrNo = ['yes', 'no', '1', '0'];

/** Whether the reader of blocks gives the value a meaning. */
export function accepts({ values = [], alsoRead }: Word, value: string): boolean {
  return alsoRead ? [...values, ...alsoRead].includes(value.toLowerCase()) : values.includes(value.trim());
}

export const severities: readonly string[] = ['P1', 'P2', 'P3', 'P4'];

export const frontMatterKeys: readonly Word[] = [
  {
    name: 'title',
    meaning: 'What the runbook is called, in lists and as the name of its tab.',
    example: 'title: ',
  },
  {
    name: 'services',
    meaning: 'Names or ids of the services it is for, compared without case.',
    example: 'services: []',
  },
  {
    name: 'alerts',
    meaning: 'Names of the alerts it is for, as the monitoring tool spells them.',
    example: 'alerts: []',
  },
  {
    name: 'titles',
    meaning: 'Patterns for titles of incidents; * stands for anything, case does not count.',
    example: "titles: ['**']",
  },
  { name: 'labels', meaning: 'Labels that an alert must have, each with its value.', example: 'labels: {}' },
  {
    name: 'severities',
    meaning: 'Severities it is for: P1, P2, P3 or P4.',
    values: severities,
    example: 'severities: []',
  },
  {
    name: 'helpsWithin',
    meaning: 'After how long it should have helped, such as 15m; then the Tech Lead is to be told.',
    values: ['10m', '15m', '30m', '1h'],
    example: 'helpsWithin: ',
  },
  { name: 'owner', meaning: 'The team or person who keeps it right.', example: 'owner: ' },
  {
    name: 'reviewed',
    meaning: 'The day on which somebody last went through it, as YYYY-MM-DD.',
    example: 'reviewed: ',
  },
  {
    name: 'variables',
    meaning: 'Variables that its blocks use: name, default, description, pattern, secret, from.',
    example: 'variables:\n  - name: ',
  },
  {
    name: 'interpreters',
    meaning: 'Programs whose blocks may run although such blocks are often only text: python, node, psql.',
    values: ['python', 'node', 'psql'],
    example: 'interpreters: []',
  },
  { name: 'description', meaning: 'What it is about, in a sentence.', example: 'description: ' },
  { name: 'tags', meaning: 'Words to find it by.', example: 'tags: []' },
];

/** What a variable in the front matter may say of itself. */
export const variableFields: readonly Word[] = [
  { name: 'name', meaning: 'The variable’s name in the environment of the blocks.', example: 'name: ' },
  { name: 'default', meaning: 'The value that is filled in when it is asked for.', example: 'default: ' },
  {
    name: 'description',
    meaning: 'What it is, for the person who is asked for it.',
    example: 'description: ',
  },
  {
    name: 'pattern',
    meaning: 'A regular expression that the whole value must fit.',
    example: "pattern: ''",
  },
  {
    name: 'secret',
    meaning: 'Whether it is asked for like a password and masked wherever it could be seen.',
    values: yesOrNo,
    example: 'secret: true',
  },
  {
    name: 'from',
    meaning: 'Where its value comes from: the incident, or a label of its alerts.',
    example: 'from: ',
  },
];

/** Where a variable’s value can come from. */
export const variableOrigins: readonly Word[] = [
  { name: 'incident.id', meaning: 'The provider’s id of the incident.', example: 'incident.id' },
  { name: 'incident.title', meaning: 'The incident’s title.', example: 'incident.title' },
  { name: 'incident.service', meaning: 'The name of the incident’s service.', example: 'incident.service' },
  { name: 'incident.severity', meaning: 'P1 to P4, or nothing.', example: 'incident.severity' },
  { name: 'incident.url', meaning: 'Where a browser shows the incident.', example: 'incident.url' },
  {
    name: 'alert.labels.',
    meaning: 'The label of that name, of the first alert that has it.',
    example: 'alert.labels.',
  },
];

/** Fields of other programs that read the same files: Runme, and what makes sites of Markdown. */
export const foreignKeys: ReadonlySet<string> = new Set([
  'author', 'authors', 'aliases', 'category', 'categories', 'created', 'cwd', 'date', 'draft', 'hide_title', 'id',
  'keywords', 'lang', 'last_reviewed', 'last_update', 'layout', 'menu', 'nav_order', 'parent', 'permalink', 'runme',
  'shell', 'sidebar_label', 'sidebar_position', 'skipPrompts', 'slug', 'status', 'summary', 'tag', 'team', 'teams',
  'terminalRows', 'toc', 'type', 'updated', 'url', 'version', 'weight',
]); // prettier-ignore

/** Runme’s (docs.runme.dev, “Cell configuration options”), and this extension’s own. */
export const blockAttributes: readonly Word[] = [
  { name: 'name', meaning: 'A name for the block, unique in the runbook.', example: 'name=' },
  {
    name: 'cwd',
    meaning: 'The folder it runs in: relative to the workspace folder, absolute, or from ~.',
    example: 'cwd=',
  },
  {
    name: 'interactive',
    meaning: 'Whether it may ask for input in the terminal.',
    values: yesOrNo,
    alsoRead: alsoYesOrNo,
    example: 'interactive=',
  },
  {
    name: 'background',
    meaning: 'Whether it goes on running while other blocks run.',
    values: yesOrNo,
    alsoRead: alsoYesOrNo,
    example: 'background=',
  },
  { name: 'interpreter', meaning: 'The program that runs it, such as python3.', example: 'interpreter=' },
  {
    name: 'excludeFromRunAll',
    meaning: 'Whether it is left out when the whole runbook runs.',
    values: yesOrNo,
    alsoRead: alsoYesOrNo,
    example: 'excludeFromRunAll=',
  },
  {
    name: 'promptEnv',
    meaning: 'false: ask only for variables that have no value that fits.',
    values: ['true', 'false', 'yes', 'no', 'always', 'never', 'auto', 'skip', 'skip-prompt', 'skip-prompts'],
    alsoRead: ['1'],
    example: 'promptEnv=',
  },
  {
    name: 'closeTerminalOnSuccess',
    meaning: 'Whether its terminal closes after it ended well.',
    values: yesOrNo,
    example: 'closeTerminalOnSuccess=',
  },
  {
    name: 'openTerminalOnError',
    meaning: 'Whether its terminal shows after it failed.',
    values: yesOrNo,
    example: 'openTerminalOnError=',
  },
  { name: 'mimeType', meaning: 'What its output is, such as application/json.', example: 'mimeType=' },
  { name: 'terminalRows', meaning: 'How many lines of its output show.', example: 'terminalRows=' },
  { name: 'category', meaning: 'A word to choose blocks by.', example: 'category=' },
  { name: 'tag', meaning: 'Words to choose blocks by.', example: 'tag=' },
  { name: 'id', meaning: 'Runme’s own id of the block.', example: 'id=' },
  { name: 'ignore', meaning: 'Whether Runme leaves the block alone.', values: yesOrNo, example: 'ignore=' },
  { name: 'expectExit', meaning: 'The exit code that means ok, when it is not 0.', example: 'expectExit=' },
  { name: 'expectOutput', meaning: 'A text that its output must hold.', example: 'expectOutput=' },
  { name: 'timeout', meaning: 'How long it may run: 30s, 5m.', example: 'timeout=' },
  {
    name: 'risk',
    meaning: 'What it does to the system, where that is worse than its commands show.',
    values: ['read-only', 'changing', 'destructive'],
    example: 'risk=',
  },
  { name: 'rollback', meaning: 'The name of the block that undoes this one.', example: 'rollback=' },
  {
    name: 'manual',
    meaning: 'Whether a run of the whole runbook waits here for a person.',
    values: yesOrNo,
    alsoRead: alsoYesOrNo,
    example: 'manual=',
  },
];

/** What a block finds in its environment when its runbook was opened from an incident. */
export const incidentVariables: readonly Word[] = [
  {
    name: 'ONCALL_INCIDENT_ID',
    meaning: 'The provider’s id of the incident.',
    example: 'ONCALL_INCIDENT_ID',
  },
  { name: 'ONCALL_INCIDENT_TITLE', meaning: 'The incident’s title.', example: 'ONCALL_INCIDENT_TITLE' },
  {
    name: 'ONCALL_INCIDENT_SERVICE',
    meaning: 'The name of the incident’s service.',
    example: 'ONCALL_INCIDENT_SERVICE',
  },
  {
    name: 'ONCALL_INCIDENT_URL',
    meaning: 'Where a browser shows the incident.',
    example: 'ONCALL_INCIDENT_URL',
  },
  { name: 'ONCALL_INCIDENT_SEVERITY', meaning: 'P1 to P4, or nothing.', example: 'ONCALL_INCIDENT_SEVERITY' },
];
