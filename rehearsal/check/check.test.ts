/** Each rule with a change of the shipped files that breaks it, and the shipped files that break none. */
import { describe, expect, it } from 'vitest';
import { type Finding, findingCodes } from '../../domain/checks.ts';
import { studioCheckVi } from '../../web/text/studio/check/vi.ts';
import { checkFiles } from './check.ts';
import {
  addFile,
  addToForm,
  addToStages,
  all,
  type Change,
  dropFile,
  inDiagram,
  inElement,
  inForm,
  inTable,
  known,
  leads,
  shipped,
  when,
  without,
} from './testing/shipped.ts';

const check = async (change: Change): Promise<readonly Finding[]> =>
  (await checkFiles({ files: change(shipped), ...known })).findings;

const formDef = (id: string): string => `<zeebe:formDefinition formId="${id}" bindingType="deployment" />`;
/** A whole task beyond the stages, between approval's gateway and the reply. */
const added = (id: string, inner: string, form = 'second-look'): Change =>
  all(
    leads('approval-gw--compose', id),
    addToStages(
      `<bpmn:userTask id="${id}" name="Kiểm tra lần hai"><bpmn:extensionElements><zeebe:userTask />${formDef(form)}
       <zeebe:assignmentDefinition candidateGroups="ioc-duty" /><zeebe:taskSchedule dueDate="=dueAt" followUpDate="=remindAt" />
       <zeebe:ioMapping><zeebe:input source="=null" target="outcome" /><zeebe:input source="=null" target="completionId" />
       <zeebe:input source="4h" target="budget" /><zeebe:input source="=now()" target="clockStart" />
       <zeebe:output source="=outcome" target="secondLookOutcome" /></zeebe:ioMapping>
       <zeebe:executionListeners><zeebe:executionListener eventType="start" retries="10" type="set-deadline" /></zeebe:executionListeners>
       <zeebe:properties>${inner}<zeebe:property name="citizenLabel" value="Kiểm tra" /><zeebe:property name="citizenLabelEn" value="Check" /></zeebe:properties>
       </bpmn:extensionElements></bpmn:userTask><bpmn:sequenceFlow id="${id}-on" sourceRef="${id}" targetRef="compose" />`,
    ),
  );
const article = (value: string): string => `<zeebe:property name="article" value="${value}" />`;
const outcomeForm = (...more: object[]): string =>
  JSON.stringify({
    id: 'second-look',
    type: 'default',
    schemaVersion: 19,
    components: [
      { id: 'o', type: 'radio', key: 'outcome', label: 'Kết quả', values: [{ label: 'Được', value: 'fine' }] },
      ...more,
    ],
  });
const secondLook = addFile('forms/second-look.form', outcomeForm());

const inputOf = (target: string): RegExp => new RegExp(`<zeebe:input source="[^"]*" target="${target}" />`);

/** Code → what breaks it, and what is named: an element, a component of a form, a row or column of a table. */
const cases: [code: Finding['code'], change: Change, element?: string][] = [
  // What the engine would refuse
  ['unreadable', inDiagram((xml) => xml.replace('</bpmn:process>', '</bpmn:proces>'))],
  ['unreadable', addFile('forms/broken.form', '{\n  "id": "broken",\n}')],
  ['unreadable', inDiagram((xml) => xml.replace('?>', '?>\n<!DOCTYPE x [<!ENTITY a "aaaa">]>'))],
  ['refused', inElement('supplement-lapsed', '=supplementDueAt', 'tomorrow'), 'supplement-lapsed'],
  ['refused', inElement('compose', '<zeebe:taskDefinition type="compose-reply" retries="5" />', ''), 'compose'],
  [
    'refused',
    inTable((xml) =>
      xml.replace(
        '<informationRequirement id="needs-field">',
        '<informationRequirement id="loop"><requiredDecision href="#routing" /></informationRequirement>$&',
      ),
    ),
  ],
  ['feel-syntax', when('scope-gw--handling-open-in', '=scopeOutcome = )'), 'scope-gw--handling-open-in'],
  ['feel-syntax', inElement('handling-open', '"=now()"', '"=now("'), 'handling-open'],
  ['feel-syntax', inElement('feedback-closed', '=date and time(', '=date and time(('), 'feedback-closed'],
  [
    'feel-syntax',
    inElement('scope', '"=[&#34;agency:&#34; + leadAgency', '"=[&#34;agency:&#34; + * leadAgency'),
    'scope',
  ],
  [
    'feel-syntax',
    inForm('handling', 'result', (one) => ({ ...one, conditional: { hide: '=outcome !=' } })),
    'handling-result',
  ],
  ['feel-syntax', inTable((xml) => xml.replace('<text>"sct"</text>', '<text>"sct" +</text>')), 'row-7-agency'],
  ['feel-syntax', inTable((xml) => xml.replace('<text>"telecom"</text>', '<text>"telecom",, </text>')), 'row-1-field'],
  ['feel-syntax', inTable((xml) => xml.replace('<text>field</text>', '<text>field +</text>')), 'field-column'],
  [
    'feel-slow',
    when('comment-gw--stages-in', '=count(for i in 1..1000000000 return i) &gt; 0'),
    'comment-gw--stages-in',
  ],
  ['lint-label-required', inElement('intake', 'name="Kiểm tra, tiếp nhận"', ''), 'intake'],
  [
    'lint-no-implicit-end',
    all(without('notify-incomplete--incomplete-end'), without('incomplete-end')),
    'notify-incomplete',
  ],
  ['lint-no-implicit-start', addToStages('<bpmn:manualTask id="alone" name="Một mình" />'), 'alone'],
  ['lint-no-disconnected', addToStages('<bpmn:manualTask id="alone" name="Một mình" />'), 'alone'],
  ['lint-no-bpmndi', addToStages('<bpmn:manualTask id="alone" name="Một mình" />'), 'alone'],
  [
    'lint-no-overlapping-elements',
    inDiagram((xml) => xml.replace('<dc:Bounds x="656" y="420"', '<dc:Bounds x="581" y="420"')),
    'intake',
  ],
  [
    'lint-superfluous-gateway',
    inDiagram((xml) => xml.replace('<bpmn:incoming>extend--extension-out</bpmn:incoming>', '')),
    'extension-out',
  ],
  [
    'lint-other',
    inDiagram((xml) =>
      xml.replace(
        /exclusiveGateway (id="comment-gw"[\s\S]*?)<\/bpmn:exclusiveGateway>/,
        'inclusiveGateway $1</bpmn:inclusiveGateway>',
      ),
    ),
    'comment-gw',
  ],
  [
    'compat-extension-element-not-allowed',
    inElement(
      'handling-open',
      '<zeebe:taskDefinition',
      '<zeebe:jobPriorityDefinition priority="3" /><zeebe:taskDefinition',
    ),
    'handling-open',
  ],
  ['compat-extension-element-required', inElement('scope', '<zeebe:userTask />', ''), 'scope'],
  ['compat-property-value-not-allowed', inElement('scope', 'target="scopeOutcome"', 'target="scope-outcome"'), 'scope'],
  ['compat-other', inElement('scope', 'dueDate="=dueAt"', 'dueDate="soon"'), 'scope'],

  // What the regulation forbids
  ['stage-missing', inElement('extension', 'id="extension"', 'id="more-time"')],
  ['budget-longer', inElement('handling-open', 'value="6d"', 'value="8d"'), 'handling-open'],
  ['budget-longer', inElement('scope', 'source="1d"', 'source="2d"'), 'scope'],
  ['budget-longer', inElement('request-supplement', 'value="5d"', 'value="51h"'), 'request-supplement'],
  [
    'budget-longer',
    all(secondLook, added('second-look', article('9.2')), inElement('second-look', 'source="4h"', 'source="2d"')),
    'second-look',
  ],
  ['budget-stricter', inElement('handling-open', 'value="6d"', 'value="4d"'), 'handling-open'],
  [
    'budget-computed',
    inElement('scope', 'source="1d"', 'source="=if confidential then &#34;1d&#34; else &#34;9d&#34;"'),
    'scope',
  ],
  ['budget-unreadable', inElement('scope', 'source="1d"', 'source="a day"'), 'scope'],
  ['clock-start', inElement('publication', 'source="=approvedAt"', 'source="=now()"'), 'publication'],
  ['wrong-actor', inElement('approval', ':leader&#34;]', ':officer&#34;]'), 'approval'],
  ['wrong-actor', inElement('intake', 'candidateGroups="ioc-intake"', 'candidateGroups="ioc-duty"'), 'intake'],
  ['step-skipped', leads('handling-open-in--handling-open', 'handling-in'), 'handling'],
  ['step-skipped', leads('approval-gw--compose', 'publication'), 'publish'],
  [
    'step-skipped',
    when('scope-gw--handling-open-in', '=scopeOutcome = "in-scope" or scopeOutcome = "out-of-scope"'),
    'instruction',
  ],
  ['approval-skipped', leads('handling-gw--approval', 'compose'), 'publish'],
  ['approval-skipped', when('approval-gw--compose', '=approvalOutcome != "approve"'), 'publish'],
  ['refusal-untold', leads('intake-gw--notify-rejected', 'rejected-end'), 'rejected-end'],
  ['extension-unapproved', leads('handling-gw--extension', 'extend'), 'extend'],
  ['extension-unapproved', leads('extension-gw--extension-out', 'extend'), 'extend'],
  ['way-missing', leads('approval-gw--keep', 'answered-in'), 'approval'],
  ['way-missing', when('opinions-done--direction-in', '=opinionOutcomes = null'), 'opinion'],
  ['confidential-published', when('publication-gw--publish', '=publicationOutcome = "public"'), 'publish'],
  [
    'sealed-published',
    when('publication-gw--publish', '=publicationOutcome != "private" and not(confidential = true)'),
    'publish',
  ],
  ['wait-without-window', without('supplement-lapsed'), 'supplement-received'],
  ['wait-without-window', without('feedback-closed'), 'feedback-received'],
  ['extension-unlimited', inForm('extension', 'days', ({ validate, ...one }) => one), 'extension-days'],
  [
    'extension-longer',
    inForm('handling', 'days', (one) => ({ ...one, validate: { ...one.validate, max: 90 } })),
    'handling-days',
  ],
  ['task-without-article', inElement('scope', article('8.2'), ''), 'scope'],
  [
    'task-without-deadline',
    inElement('scope', /<zeebe:executionListeners>[\s\S]*?<\/zeebe:executionListeners>/, ''),
    'scope',
  ],
  ['task-without-deadline', inElement('scope', /<zeebe:taskSchedule [^>]*>/, ''), 'scope'],
  ['deadline-without-article', inElement('handling-open', article('8.3'), ''), 'handling-open'],
  ['article-unknown', inElement('scope', article('8.2'), article('8.9')), 'scope'],
  ['annex-unknown', inElement('proposal', 'name="annex" value="1"', 'name="annex" value="7"'), 'proposal'],
  [
    'decision-page-unknown',
    inElement('extend', 'value="0001-where-the-regulation-is-silent"', 'value="0999-none"'),
    'extend',
  ],
  ['article-other', inElement('scope', article('8.2'), article('8.1')), 'scope'],
  ['task-beyond', all(secondLook, added('second-look', article('9.2'))), 'second-look'],
  ['article-dropped', inElement('handling-gw', article('8.4'), article('8.3'))],

  // What does not fit together
  ['id-twice', inElement('keep', 'id="keep"', 'id="extend"'), 'extend'],
  ['unreachable', without('keep'), undefined],
  ['unreachable', addToStages('<bpmn:manualTask id="alone" name="Một mình" />'), 'alone'],
  ['end-waits', inElement('closed-end', '<bpmn:terminateEventDefinition id="closed-end-x" />', ''), 'closed-end'],
  ['outcome-not-taken', when('routing-gw--direction-in', '=routingOutcome = "needs-directions"'), 'routing-gw'],
  [
    'outcome-sometimes-not-taken',
    when('scope-gw--direction-in', '=scopeOutcome = "out-of-scope" and scopeReturns &gt; 2'),
    'scope-gw',
  ],
  [
    'outcome-two-ways',
    when('scope-gw--direction-in', '=scopeOutcome = "out-of-scope" and scopeReturns &gt;= 1'),
    'scope-gw',
  ],
  ['outcome-default', inElement('routing-gw', 'name=', 'default="routing-gw--scope" name='), 'routing-gw'],
  [
    'outcome-unknown',
    when('review-gw--closed-end', '=reviewOutcome = "closed" or reviewOutcome = "close"'),
    'review-gw--closed-end',
  ],
  ['value-never-written', when('stages-gw--feedback-in', '=closure = "answerd"'), 'stages-gw--feedback-in'],
  ['form-none', inElement('scope', formDef('scope'), ''), 'scope'],
  ['form-missing', dropFile('forms/scope.form'), 'scope'],
  ['form-unused', secondLook],
  ['form-key-twice', addToForm('scope', { id: 'again', type: 'textarea', key: 'reason', label: 'Lý do' }), 'again'],
  ['form-without-outcome', inForm('scope', 'outcome', () => undefined)],
  [
    'form-without-outcome',
    all(
      added('second-look', article('9.2')),
      addFile('forms/second-look.form', '{"id":"second-look","components":[]}'),
    ),
  ],
  [
    'form-outcome-unknown',
    inForm('review', 'outcome', (one) => ({ ...one, values: [...one.values, { label: 'Khác', value: 'other' }] })),
    'review-outcome',
  ],
  [
    'form-outcome-missing',
    inForm('review', 'outcome', (one) => ({ ...one, values: one.values.slice(0, 1) })),
    'review-outcome',
  ],
  ['form-field-unknown', addToForm('review', { id: 'extra', type: 'checkbox', key: 'extra', label: 'Thêm' }), 'extra'],
  ['form-field-missing', inForm('intake', 'ground', () => undefined)],
  [
    'form-field-hidden',
    inForm('intake', 'ground', (one) => ({ ...one, conditional: { hide: '=outcome != "accepted"' } })),
    'intake-ground',
  ],
  [
    'form-field-not-required',
    inForm('intake', 'ground', (one) => ({ ...one, validate: { maxLength: 2000 } })),
    'intake-ground',
  ],
  ['form-field-not-required', inForm('intake', 'district', ({ properties, ...one }) => one), 'intake-district'],
  [
    'form-field-stricter',
    inForm('handling', 'resolution', (one) => ({ ...one, validate: { required: true } })),
    'handling-resolution',
  ],
  [
    'form-field-bound',
    inForm('intake', 'ground', (one) => ({ ...one, validate: { required: true, maxLength: 9000 } })),
    'intake-ground',
  ],
  [
    'form-field-options',
    inForm('routing', 'leadAgency', (one) => ({ ...one, valuesKey: 'districts' })),
    'routing-leadAgency',
  ],
  [
    'words-to-engine',
    all(
      added('second-look', article('9.2')),
      addFile('forms/second-look.form', outcomeForm({ id: 'w', type: 'textarea', key: 'words', label: 'Ý kiến' })),
    ),
    'w',
  ],
  ['variable-unwritten', when('comment-gw--stages-in', '=hasComments = true'), 'comment-gw--stages-in'],
  ['variable-unwritten', inElement('supplement-lapsed', '=supplementDueAt', '=supplementUntil'), 'supplement-lapsed'],
  [
    'variable-too-early',
    all(
      inElement(
        'withdrawal',
        '<zeebe:output',
        '<zeebe:output source="=string(now())" target="withdrawnAt" /><zeebe:output',
      ),
      when('entry-gw--review', '=entry = "review" and withdrawnAt = null'),
    ),
    'entry-gw--review',
  ],
  ['not-emptied', inElement('scope', inputOf('outcome'), ''), 'scope'],
  ['not-emptied', inElement('publish', inputOf('publishedAt'), ''), 'publish'],
  [
    'emptied-and-read',
    inElement(
      'scope',
      inputOf('completionId'),
      '<zeebe:input source="=null" target="completionId" /><zeebe:input source="=null" target="leadAgency" />',
    ),
    'scope',
  ],
  ['leak-named', inElement('scope', 'target="scopeOutcome"', 'target="outcome"'), 'scope'],
  [
    'leak-named',
    inElement('handling', 'source="=days" target="extensionDays"', 'source="=result" target="result"'),
    'handling',
  ],
  ['leak-all', inElement('tell-private', /<zeebe:ioMapping>[\s\S]*?<\/zeebe:ioMapping>/, ''), 'tell-private'],
  ['leak-all', inElement('deadline-watch', /<zeebe:ioMapping>[\s\S]*?<\/zeebe:ioMapping>/, ''), 'deadline-set'],
  [
    'shadowed',
    inElement(
      'scope',
      inputOf('completionId'),
      '<zeebe:input source="=null" target="completionId" /><zeebe:input source="=leadAgency" target="reportCode" />',
    ),
    'scope',
  ],
  ['job-unknown', inElement('compose', 'type="compose-reply"', 'type="compose-answer"'), 'compose'],
  ['job-computed', inElement('compose', 'type="compose-reply"', 'type="=&#34;compose-&#34; + leadAgency"'), 'compose'],
  ['job-header', inElement('notify-rejected', 'value="rejected"', 'value="refused"'), 'notify-rejected'],
  [
    'job-needs',
    inElement(
      'request-supplement',
      '<zeebe:header key="budget" value="5d" />',
      '<zeebe:header key="window" value="5d" />',
    ),
    'request-supplement',
  ],
  ['decision-missing', inElement('proposal', 'decisionId="routing"', 'decisionId="agencies"'), 'proposal'],
  ['decision-computed', inElement('proposal', 'decisionId="routing"', 'decisionId="=&#34;routing&#34;"'), 'proposal'],
  [
    'decision-unused',
    inTable((xml) =>
      xml.replace(
        '  <dmndi:DMNDI>',
        '<decision id="idle" name="Thừa"><literalExpression id="l"><text>1</text></literalExpression></decision>$&',
      ),
    ),
    'idle',
  ],
  ['decision-policy', inTable((xml) => xml.replace('hitPolicy="COLLECT"', 'hitPolicy="FIRST"')), 'routing'],
  [
    'decision-columns',
    inTable((xml) =>
      xml
        .replace(/<output id="agency-column"[^>]*>/, '$&<output id="second-column" name="why" typeRef="string" />')
        .replaceAll('</outputEntry>', '</outputEntry><outputEntry><text>"x"</text></outputEntry>'),
    ),
    'routing',
  ],
  [
    'decision-result-unread',
    inElement('proposal', 'resultVariable="proposedAgencies"', 'resultVariable="proposals"'),
    'proposal',
  ],
  [
    'decision-input-unknown',
    inTable((xml) => xml.replace('<text>field</text>', '<text>category</text>')),
    'field-column',
  ],
  ['decision-value-unknown', inTable((xml) => xml.replace('"telecom"', '"telephone"')), 'row-1-field'],
  ['decision-agency-unknown', inTable((xml) => xml.replace('"sct"', '"sctt"')), 'row-7-agency'],
  ['routing-gap', inTable((xml) => xml.replace('"tamky", ', '')), 'routing'],
  ['routing-row-idle', inTable((xml) => xml.replace('"telecom"', '"telephone"')), 'row-1'],
  [
    'message-unknown',
    inDiagram((xml) =>
      xml
        .replace('name="withdrawal" />', '$&')
        .replace(
          '<bpmn:message id="Message_withdrawal" name="withdrawal"',
          '<bpmn:message id="Message_withdrawal" name="withdraw"',
        ),
    ),
    'withdrawal',
  ],
  [
    'message-start',
    inElement('withdrawal-m', 'messageRef="Message_withdrawal"', 'messageRef="Message_received"'),
    'withdrawal',
  ],
  ['message-key', inElement('Message_feedback', '=reportCode', '=reportId'), 'feedback-received'],
  ['group-none', inElement('direction', '<zeebe:assignmentDefinition candidateGroups="province" />', ''), 'direction'],
  ['group-unknown', inElement('direction', 'candidateGroups="province"', 'candidateGroups="provinces"'), 'direction'],
  ['group-without-right', inElement('direction', 'candidateGroups="province"', 'candidateGroups="watch"'), 'direction'],
  [
    'group-computed',
    inElement('direction', 'candidateGroups="province"', 'candidateGroups="=if confidential then 1 else 2"'),
    'direction',
  ],
  ['stage-header', inElement('scope', 'key="stage" value="scope"', 'key="stage" value="handling"'), 'scope'],
  ['note-outdated', inElement('scope', 'source="1d"', 'source="5h"'), 'scope'],
  ['citizen-words', inElement('scope', /<zeebe:property name="citizenLabelEn"[^>]*>/, ''), 'scope'],
];

/** Shown by `server/models/check.test.ts`, with hostile files. */
const elsewhere = new Set<string>(['too-deep']);

describe('the shipped files', () => {
  it('have no finding at all, hints included, within three seconds of work', async () => {
    const begun = process.cpuUsage();
    expect(await checkFiles({ files: shipped, ...known })).toEqual({ findings: [], left: 0 });
    expect((process.cpuUsage(begun).user + process.cpuUsage(begun).system) / 1_000).toBeLessThan(3_000);
  });
});

/** Changes that an analyst may well make, and all that is to be said of them (but for the drawing, which they lack). */
const sound: [what: string, change: Change, said: string[]][] = [
  ['a shorter time', inElement('handling-open', 'value="6d"', 'value="4d"'), ['budget-stricter handling-open']],
  [
    'a task of their own',
    all(secondLook, added('second-look', article('9.2'))),
    ['budget-stricter second-look', 'task-beyond second-look'],
  ],
  ['the stricter reading of article 7', inElement('routing', 'source="=now()"', 'source="=receivedAt"'), []],
  [
    'a look beside the work after four hours',
    addToStages(
      `<bpmn:boundaryEvent id="late" name="Trễ" cancelActivity="false" attachedToRef="scope"><bpmn:extensionElements><zeebe:properties>${article('8.2')}</zeebe:properties></bpmn:extensionElements><bpmn:timerEventDefinition id="late-t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT4H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="late-end" name="Đã xem" /><bpmn:sequenceFlow id="late-on" sourceRef="late" targetRef="late-end" />`,
    ),
    [],
  ],
  [
    'a branch beside the approval',
    all(
      leads('handling-gw--approval', 'split'),
      addToStages(
        '<bpmn:parallelGateway id="split" /><bpmn:sequenceFlow id="s1" sourceRef="split" targetRef="approval" /><bpmn:sequenceFlow id="s2" sourceRef="split" targetRef="log" /><bpmn:manualTask id="log" name="Ghi sổ" /><bpmn:sequenceFlow id="s3" sourceRef="log" targetRef="log-end" /><bpmn:endEvent id="log-end" name="Xong" />',
      ),
    ),
    [],
  ],
  [
    'a reckoning',
    all(
      leads('handling-gw--approval', 'reckon'),
      addToStages(
        '<bpmn:scriptTask id="reckon" name="Tính"><bpmn:extensionElements><zeebe:script expression="=if handlingOutcome = &#34;done&#34; then 1 else 2" resultVariable="score" /></bpmn:extensionElements></bpmn:scriptTask><bpmn:sequenceFlow id="r1" sourceRef="reckon" targetRef="approval" />',
      ),
    ),
    [],
  ],
  [
    'another way to say not confidential',
    when('publication-gw--publish', '=publicationOutcome = "public" and (confidential = null or confidential = false)'),
    [],
  ],
  [
    'outcomes as a list',
    when('approval-gw--compose', '=list contains(["approved", "edited-and-approved"], approvalOutcome)'),
    [],
  ],
  ['other ids of gateways', inDiagram((xml) => xml.replaceAll('"handling-gw"', '"Gateway_0abc"')), []],
  [
    'a second agency for water',
    inTable((xml) =>
      xml.replace(
        '<rule id="row-9">',
        '<rule id="row-8b"><inputEntry id="w1"><text>"water"</text></inputEntry><inputEntry id="w2"><text>"hoian"</text></inputEntry><outputEntry id="w3"><text>"hoian"</text></outputEntry></rule>$&',
      ),
    ),
    [],
  ],
];

describe('a sound change', () => {
  it.each(sound)('%s is told of no more than it is', async (_what, change, said) => {
    const findings = await check(change);
    const meant = findings.filter(({ code }) => !code.startsWith('lint-'));
    expect(meant.map(({ code, element }) => `${code} ${element ?? ''}`).toSorted()).toEqual(said);
  });
});

describe('a rule', () => {
  it.each(cases)('finds %s', async (code, change, element) => {
    const findings = await check(change);
    const said = findings.map((one) => `${one.code} ${one.element ?? ''}`);
    const found = findings.find((one) => one.code === code && (element === undefined || one.element === element));
    expect(found, said.join('\n')).toBeDefined();
    // Every hole of its words is filled by what it says.
    for (const words of [studioCheckVi[`studio.check.what.${code}`], studioCheckVi[`studio.check.mend.${code}`]]) {
      for (const [, hole] of words.matchAll(/\{(\w+)\}/g)) expect(found!.data, words).toHaveProperty([hole!]);
    }
    if (found!.element !== undefined) expect(found!.line, 'line').toBeGreaterThan(0);
    if (found!.kind === 'regulation' && !/unknown|without|unreadable|task-beyond|computed/.test(code))
      expect(known.articles).toContain(found!.article);
  });

  it('is in the table with what breaks it', () => {
    const shown = new Set<string>(cases.map(([code]) => code));
    const all = Object.values(findingCodes).flat();
    expect(all.filter((code) => !shown.has(code) && !elsewhere.has(code))).toEqual([]);
  });
});
