import type { MessageWords } from './template.ts';

export const fr: MessageWords = {
  unknown: 'pas encore connu',
  duration: text => text.replace(/(\d)\.(\d)/, '$1,$2').replace(/(\d) d\b/, '$1 j'),
  statuses: {
    triggered: 'déclenché',
    acknowledged: 'acquitté',
    resolved: 'résolu',
    detection: 'détection',
    triage: 'triage',
    investigation: 'investigation',
    mitigation: 'atténuation',
    resolution: 'résolution',
  },
  texts: {
    initial: `**Incident {{severity}} : {{title}}**
**État :** {{status}}
**Début :** {{start}}
**Impact :** {{impact}}
**Périmètre touché :** {{scope}}
**Équipe :** {{team}}
**Canal :** {{channel}}
**Conférence :** {{bridge}}
**Prochaines étapes :** {{nextSteps}}
**Prochain point :** {{nextUpdate}}
`,
    update: `**Point d’étape sur l’incident {{severity}} : {{title}}**
**État :** {{status}}
**Début :** {{start}}, il y a {{duration}}
**Impact :** {{impact}}
**Périmètre touché :** {{scope}}
**Avancement :**
{{#progress}}
- {{at}} : {{text}}
{{/progress}}
{{^progress}}
- {{unknown}}
{{/progress}}
**Prochaines étapes :** {{nextSteps}}
**Équipe :** {{team}}
**Canal :** {{channel}}
**Conférence :** {{bridge}}
**Prochain point :** {{nextUpdate}}
`,
    resolution: `**Résolu : incident {{severity}} : {{title}}**
**État :** {{status}}
**Début :** {{start}}
**Durée :** {{duration}}
**Impact :** {{impact}}
**Périmètre touché :** {{scope}}
**Ce qui a été fait :**
{{#progress}}
- {{at}} : {{text}}
{{/progress}}
{{^progress}}
- {{unknown}}
{{/progress}}
**Prochaines étapes :** {{nextSteps}}
**Équipe :** {{team}}
**Canal :** {{channel}}
`,
  },
};
