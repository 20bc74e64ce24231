import type { StandardTexts } from './words.ts';

export const en: StandardTexts = {
  severities: {
    P1: { name: 'Critical', meaning: 'A service is down, or data is being lost.' },
    P2: { name: 'Major', meaning: 'A main function is broken.' },
    P3: { name: 'Moderate', meaning: 'A function is impaired, or there is a way around it.' },
    P4: { name: 'Minor', meaning: 'Hardly anybody notices.' },
  },
  roles: {
    incidentCommander: {
      name: 'Incident Commander',
      duties: 'Leads the response and decides; does not work on the cause.',
    },
    techLead: { name: 'Tech Lead', duties: 'Leads the search for the cause and the mitigation.' },
    communicator: { name: 'Communicator', duties: 'Tells stakeholders, and keeps questions away.' },
    scribe: { name: 'Scribe', duties: 'Writes down what happens and what is decided.' },
    subjectMatterExpert: {
      name: 'Subject Matter Expert',
      duties: 'Knows a system that is affected, and helps with it.',
    },
  },
  checklists: {
    detection: {
      time: 'When did it begin?',
      source: 'Who or what noticed it?',
      incident: 'Is there an incident for it already?',
    },
    triage: {
      real: 'Is it a real incident?',
      impact: 'Impact: scope, users, business?',
      severity: 'Which severity?',
      incidentCommander: 'Who is the Incident Commander?',
      channel: 'In which channel?',
      stakeholdersTold: 'Stakeholders told?',
    },
    investigation: {
      runbook: 'Diagnosis of the runbook followed?',
      changes: 'What changed before it began?',
      dashboards: 'What do dashboards and logs show?',
      hypotheses: 'Hypotheses written down?',
      update: 'Next update sent?',
    },
    mitigation: {
      option: 'Which safe way is the fastest?',
      rollback: 'Can it be taken back?',
      approval: 'Approved by whoever must?',
      effect: 'Effect seen on the dashboards?',
      update: 'Stakeholders told?',
    },
    resolution: {
      stable: 'Stable for long enough?',
      alerts: 'All alerts over?',
      temporary: 'Workarounds noted as action items?',
      told: 'Stakeholders told that it is over?',
      resolved: 'Resolved in the alerting tool?',
    },
    'post-mortem': {
      facts: 'Timeline complete?',
      causes: 'Causes known, without blame?',
      actions: 'Actions with owner and date?',
      runbook: 'Runbook corrected?',
      review: 'Date of the review set?',
    },
    warRoom: {
      bridge: 'Call open?',
      people: 'Leads and experts invited?',
      link: 'Link shared in the channel?',
      scribe: 'Scribe ready?',
      dashboards: 'Dashboards shared?',
      access: 'Access confirmed?',
    },
  },
  escalation: {
    notMitigated: {
      name: 'Critical and not mitigated',
      tell: ['Management'],
      note: 'Say what is known, what is being tried, and what is needed.',
    },
    runbookNotSuccessful: {
      name: 'The runbook does not help',
      tell: ['The supplier, where the cause may be theirs'],
      note: 'Say which steps were run and what they showed.',
    },
    riskyRollback: {
      name: 'A risky rollback',
      tell: ['A second person as backup'],
      note: 'Nobody does it alone: one does it, one watches and can stop it.',
    },
    financialImpact: { name: 'Major financial impact', tell: ['CFO', 'CEO'], note: '' },
    dataLeak: {
      name: 'Suspected data leak',
      tell: ['CISO', 'Legal'],
      note: 'Deadlines set by law may run from now on. Keep the evidence.',
    },
  },
};
