import type { StandardTexts } from './words.ts';

export const fr: StandardTexts = {
  severities: {
    P1: { name: 'Critique', meaning: 'Un service est arrêté, ou des données sont perdues.' },
    P2: { name: 'Majeure', meaning: 'Une fonction principale est en panne.' },
    P3: { name: 'Modérée', meaning: 'Une fonction est dégradée, ou il existe un contournement.' },
    P4: { name: 'Mineure', meaning: 'Presque personne ne le remarque.' },
  },
  roles: {
    incidentCommander: {
      name: 'Responsable d’incident',
      duties: 'Dirige la réponse et décide ; ne travaille pas sur la cause.',
    },
    techLead: { name: 'Responsable technique', duties: 'Dirige la recherche de la cause et l’atténuation.' },
    communicator: {
      name: 'Responsable de la communication',
      duties: 'Informe les parties prenantes et répond à leurs questions.',
    },
    scribe: { name: 'Scribe', duties: 'Note ce qui se passe et ce qui est décidé.' },
    subjectMatterExpert: {
      name: 'Expert du domaine',
      duties: 'Connaît un système touché et apporte son aide.',
    },
  },
  checklists: {
    detection: {
      time: 'Quand cela a-t-il commencé ?',
      source: 'Qui ou quoi l’a remarqué ?',
      incident: 'Un incident existe-t-il déjà ?',
    },
    triage: {
      real: 'Est-ce un véritable incident ?',
      impact: 'Impact : portée, utilisateurs, activité ?',
      severity: 'Quelle gravité ?',
      incidentCommander: 'Qui est responsable d’incident ?',
      channel: 'Dans quel canal ?',
      stakeholdersTold: 'Parties prenantes informées ?',
    },
    investigation: {
      runbook: 'Diagnostic du runbook suivi ?',
      changes: 'Qu’est-ce qui a changé avant ?',
      dashboards: 'Que montrent tableaux et journaux ?',
      hypotheses: 'Hypothèses notées ?',
      update: 'Prochaine information envoyée ?',
    },
    mitigation: {
      option: 'Quel moyen sûr est le plus rapide ?',
      rollback: 'Peut-on revenir en arrière ?',
      approval: 'Approuvé par qui de droit ?',
      effect: 'Effet visible sur les tableaux ?',
      update: 'Parties prenantes informées ?',
    },
    resolution: {
      stable: 'Stable depuis assez longtemps ?',
      alerts: 'Toutes les alertes terminées ?',
      temporary: 'Provisoire noté comme action ?',
      told: 'Fin annoncée aux parties prenantes ?',
      resolved: 'Résolu dans l’outil d’alerte ?',
    },
    'post-mortem': {
      facts: 'Chronologie complète ?',
      causes: 'Causes connues, sans coupable ?',
      actions: 'Actions avec responsable et date ?',
      runbook: 'Runbook corrigé ?',
      review: 'Date de la revue fixée ?',
    },
    warRoom: {
      bridge: 'Conférence ouverte ?',
      people: 'Responsables et experts invités ?',
      link: 'Lien partagé dans le canal ?',
      scribe: 'Scribe prêt ?',
      dashboards: 'Tableaux de bord partagés ?',
      access: 'Accès confirmé ?',
    },
  },
  escalation: {
    notMitigated: {
      name: 'Critique et non atténué',
      tell: ['Direction'],
      note: 'Dire ce que l’on sait, ce que l’on tente et ce dont on a besoin.',
    },
    runbookNotSuccessful: {
      name: 'Le runbook n’aide pas',
      tell: ['Le fournisseur, si la cause peut venir de lui'],
      note: 'Dire quelles étapes ont été exécutées et ce qu’elles ont montré.',
    },
    riskyRollback: {
      name: 'Un retour en arrière risqué',
      tell: ['Une seconde personne en renfort'],
      note: 'Personne ne le fait seul : l’un agit, l’autre regarde et peut arrêter.',
    },
    financialImpact: {
      name: 'Impact financier majeur',
      tell: ['Directeur financier', 'Directeur général'],
      note: '',
    },
    dataLeak: {
      name: 'Fuite de données suspectée',
      tell: ['RSSI', 'Service juridique'],
      note: 'Des délais légaux peuvent courir dès maintenant. Conserver les preuves.',
    },
  },
};
