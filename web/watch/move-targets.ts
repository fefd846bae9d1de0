/** Where an instance may be moved to: steps with a name that stand in the procedure itself, not in a watch on deadlines. */
export interface Target {
  id: string;
  name: string;
}

const kinds =
  /^(userTask|serviceTask|sendTask|receiveTask|businessRuleTask|scriptTask|task|intermediateCatchEvent|eventBasedGateway)$/;

export function targetsOf(xml: string): Target[] {
  const model = new DOMParser().parseFromString(xml, 'text/xml');
  const found = [...model.getElementsByTagNameNS('*', '*')].filter(
    (one) => kinds.test(one.localName) && one.getAttribute('id') && !inEventSubProcess(one),
  );
  return found.map((one) => ({
    id: one.getAttribute('id')!,
    name: one.getAttribute('name') || one.getAttribute('id')!,
  }));
}

function inEventSubProcess(element: Element): boolean {
  for (let one = element.parentElement; one; one = one.parentElement)
    if (one.localName === 'subProcess' && one.getAttribute('triggeredByEvent') === 'true') return true;
  return false;
}
