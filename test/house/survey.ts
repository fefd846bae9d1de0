/**
 * A change of the procedure as an analyst would draw it: a task "Khảo sát hiện trường" between the leader's instruction
 * and the handling, done by the agency's officer within the handling's own time.
 */

const task = `      <bpmn:userTask id="survey" name="Khảo sát hiện trường">
        <bpmn:extensionElements>
          <zeebe:userTask />
          <zeebe:formDefinition formId="survey" bindingType="deployment" />
          <zeebe:assignmentDefinition candidateGroups="=[&#34;agency:&#34; + leadAgency + &#34;:officer&#34;]" />
          <zeebe:taskSchedule dueDate="=dueAt" followUpDate="=remindAt" />
          <zeebe:ioMapping>
            <zeebe:input source="=null" target="outcome" />
            <zeebe:input source="=null" target="completionId" />
            <zeebe:input source="=handlingDueAt" target="clockDue" />
            <zeebe:input source="=handlingRemindAt" target="clockRemind" />
            <zeebe:output source="=outcome" target="surveyOutcome" />
          </zeebe:ioMapping>
          <zeebe:taskHeaders>
            <zeebe:header key="stage" value="survey" />
          </zeebe:taskHeaders>
          <zeebe:executionListeners>
            <zeebe:executionListener eventType="start" retries="10" type="set-deadline" />
          </zeebe:executionListeners>
          <zeebe:properties>
            <zeebe:property name="article" value="8.3" />
            <zeebe:property name="citizenLabel" value="Cán bộ khảo sát tại chỗ" />
            <zeebe:property name="citizenLabelEn" value="An officer looks at the place" />
          </zeebe:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>instruction--survey</bpmn:incoming>
        <bpmn:outgoing>instruction--handling-in</bpmn:outgoing>
      </bpmn:userTask>
`;
const flow = '      <bpmn:sequenceFlow id="instruction--survey" sourceRef="instruction" targetRef="survey" />\n';
const shape = `      <bpmndi:BPMNShape id="survey_di" bpmnElement="survey">
        <dc:Bounds x="2512" y="300" width="120" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="instruction--survey_di" bpmnElement="instruction--survey">
        <di:waypoint x="2572" y="420" />
        <di:waypoint x="2572" y="380" />
      </bpmndi:BPMNEdge>
`;

function put(xml: string, before: string, text: string): string {
  if (!xml.includes(before)) throw new Error(`The diagram has no ${before}`);
  return xml.replace(before, () => text + before);
}

/** The shipped diagram, or one made from it, with the survey in it. */
export function withSurvey(xml: string): string {
  const gateway = '      <bpmn:exclusiveGateway id="handling-in">';
  const old = '      <bpmn:sequenceFlow id="instruction--handling-in" sourceRef="instruction"';
  const drawn = '      <bpmndi:BPMNShape id="handling-in_di"';
  const added = put(put(put(xml, gateway, task), old, flow), drawn, shape);
  return added
    .replace(
      '<bpmn:outgoing>instruction--handling-in</bpmn:outgoing>',
      '<bpmn:outgoing>instruction--survey</bpmn:outgoing>',
    )
    .replace(
      'id="instruction--handling-in" sourceRef="instruction"',
      'id="instruction--handling-in" sourceRef="survey"',
    )
    .replace(
      /(<bpmndi:BPMNEdge id="instruction--handling-in_di"[^>]*>)[\s\S]*?(<\/bpmndi:BPMNEdge>)/,
      `$1
        <di:waypoint x="2632" y="340" />
        <di:waypoint x="2692" y="340" />
        <di:waypoint x="2692" y="435" />
      $2`,
    );
}

/** The form that goes with it. */
export const surveyForm = {
  name: 'survey.form',
  content: `${JSON.stringify(
    {
      type: 'default',
      id: 'survey',
      executionPlatform: 'Camunda Cloud',
      executionPlatformVersion: '8.8.0',
      schemaVersion: 18,
      components: [
        {
          type: 'radio',
          id: 'survey_outcome',
          key: 'outcome',
          label: 'Kết quả khảo sát',
          values: [{ label: 'Đã khảo sát', value: 'done' }],
          validate: { required: true },
        },
      ],
    },
    null,
    2,
  )}\n`,
};
