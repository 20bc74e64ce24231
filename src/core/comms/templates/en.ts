import type { MessageWords } from './template.ts';

export const en: MessageWords = {
  unknown: 'not known yet',
  duration: text => text,
  statuses: {},
  texts: {
    initial: `**{{severity}} incident: {{title}}**
**Status:** {{status}}
**Started:** {{start}}
**Impact:** {{impact}}
**Affected:** {{scope}}
**Team:** {{team}}
**Channel:** {{channel}}
**Bridge:** {{bridge}}
**Next steps:** {{nextSteps}}
**Next update:** {{nextUpdate}}
`,
    update: `**Update on the {{severity}} incident: {{title}}**
**Status:** {{status}}
**Started:** {{start}}, {{duration}} ago
**Impact:** {{impact}}
**Affected:** {{scope}}
**Progress:**
{{#progress}}
- {{at}}: {{text}}
{{/progress}}
{{^progress}}
- {{unknown}}
{{/progress}}
**Next steps:** {{nextSteps}}
**Team:** {{team}}
**Channel:** {{channel}}
**Bridge:** {{bridge}}
**Next update:** {{nextUpdate}}
`,
    resolution: `**Resolved: {{severity}} incident: {{title}}**
**Status:** {{status}}
**Started:** {{start}}
**Duration:** {{duration}}
**Impact:** {{impact}}
**Affected:** {{scope}}
**What was done:**
{{#progress}}
- {{at}}: {{text}}
{{/progress}}
{{^progress}}
- {{unknown}}
{{/progress}}
**Next steps:** {{nextSteps}}
**Team:** {{team}}
**Channel:** {{channel}}
`,
  },
};
