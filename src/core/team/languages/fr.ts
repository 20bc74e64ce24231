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
      time: 'Quand cela a-t-il commencé, pour autant qu’on le sache ?',
      source: 'Qui ou quoi l’a remarqué : une supervision, une personne, un client ?',
      incident: 'Existe-t-il déjà un incident à ce sujet ?',
    },
    triage: {
      real: 'Est-ce un véritable incident ?',
      impact: 'Quel est l’impact : périmètre, utilisateurs, activité ?',
      severity: 'Quelle est sa gravité ?',
      incidentCommander: 'Qui est le responsable d’incident ?',
      channel: 'Dans quel canal travaille-t-on ?',
      stakeholdersTold: 'Les parties prenantes sont-elles informées ?',
    },
    investigation: {
      runbook: 'Le diagnostic du runbook a-t-il été suivi ?',
      changes: 'Qu’est-ce qui a changé avant le début ?',
      dashboards: 'Que montrent les tableaux de bord et les journaux ?',
      hypotheses: 'Les hypothèses, et ce qui les a écartées, sont-elles notées ?',
      update: 'La prochaine information a-t-elle été envoyée ?',
    },
    mitigation: {
      option: 'Quel est le moyen sûr le plus rapide de mettre fin aux dégâts ?',
      rollback: 'Peut-on revenir en arrière si cela aggrave la situation ?',
      approval: 'La personne qui doit approuver l’a-t-elle fait ?',
      effect: 'L’effet est-il vérifié sur les tableaux de bord ?',
      update: 'Les parties prenantes sont-elles informées ?',
    },
    resolution: {
      stable: 'Tout est-il stable depuis assez longtemps ?',
      alerts: 'Toutes les alertes correspondantes sont-elles terminées ?',
      temporary: 'Ce qui n’est que provisoire est-il noté comme action à faire ?',
      told: 'Les parties prenantes savent-elles que c’est terminé ?',
      resolved: 'L’incident est-il résolu dans l’outil d’alerte ?',
    },
    'post-mortem': {
      facts: 'La chronologie est-elle complète, et chacun a-t-il ajouté ce qu’il sait ?',
      causes: 'Les causes sont-elles connues, sans chercher de coupable ?',
      actions: 'Chaque action a-t-elle un responsable et une échéance ?',
      runbook: 'Le runbook est-il corrigé là où il n’a pas aidé ?',
      review: 'La revue a-t-elle une date ?',
    },
    warRoom: {
      bridge: 'La conférence est-elle ouverte (Zoom, Meet ou une autre) ?',
      people: 'Le responsable d’incident, le responsable technique et les experts sont-ils invités ?',
      link: 'Le lien de la conférence est-il partagé dans le canal ?',
      scribe: 'Un scribe est-il présent et prêt ?',
      dashboards: 'Les tableaux de bord sont-ils partagés ?',
      access: 'L’accès aux environnements est-il confirmé ?',
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
