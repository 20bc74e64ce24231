import assert from 'node:assert/strict';
import { isMitigating } from '../../../../src/core/response/mitigating.ts';
import { standardSections, verificationSection } from '../../../../src/core/runbooks/lint/sectionRule.ts';

const l10n = { t: (text: string) => text };

/** Headings as people write them in both languages. */
const headings: Readonly<Record<string, readonly string[]>> = {
  Symptoms: ['Symptoms', 'What customers see', 'Symptômes'],
  'Quick diagnosis': ['Quick diagnosis', 'Troubleshooting', 'Triage', 'Diagnostic rapide', 'Analyse'],
  'Mitigation options': [
    ...['Mitigation options', 'Mitigation', 'Remediation', 'Remedies', 'Fix', 'Fixes', '2. Fixing it', 'Recovery'],
    ...['Resolution', 'How to resolve it', 'Rollback', 'Failover', 'Restore the table', 'Containment', 'Workaround'],
    ...['Options d’atténuation', 'Atténuation', 'Remédiation', 'Remèdes', 'Correctif', 'Mesures correctives', 'Correction'],
    ...['Résolution', 'Résoudre l’incident', 'Rétablissement', 'Retour arrière', 'Contournement', 'Réparation'],
  ], // prettier-ignore
  Verification: ['Verification', 'Validation', 'Verify the fix', 'Vérification', 'Valider le correctif'],
  Escalation: [
    ...['Escalation', 'Who to call', 'Contacts'],
    ...['Escalade', 'Escalade et contacts', 'Procédure d’escalade', 'Qui prévenir'],
  ],
  '': ['Check DNS resolution', 'DNS resolution', 'Résolution de noms', 'Prefixes', 'Background', 'Contexte'],
};

describe('A heading of a runbook', () => {
  for (const [section, texts] of Object.entries(headings))
    for (const text of texts)
      it(`${section ? `stands for “${section}”` : 'stands for no section'}: “${text}”`, () => {
        const found = standardSections(l10n).filter(({ isHeading }) => isHeading(text));
        assert.deepEqual(
          found.map(({ name }) => name),
          section ? [section] : [],
        );
        // What the check takes for the mitigation is what the response takes for it.
        assert.equal(isMitigating(text), section === 'Mitigation options');
      });

  it('stands for the verification at the number that its fix names', () => {
    assert.equal(standardSections(l10n)[verificationSection]!.name, 'Verification');
  });
});
