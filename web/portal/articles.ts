/** Which article a stage's deadline comes from, for senders: the report's answer names the stage, not the article. */
const articles: Record<string, string> = {
  intake: '6.2',
  routing: '7.2',
  'direction-report': '3.8',
  direction: '3.8',
  scope: '8.2',
  opinion: '3.8',
  instruction: '8.3',
  handling: '8.3',
  extension: '8.3',
  approval: '9.2',
  publication: '10.1',
  review: '11.3',
  feedback: '11.2',
};

/** `8.3`, or '' where the regulation names no time. */
export function articleOfStage(stage: string | null): string {
  return (stage && articles[stage]) || '';
}
