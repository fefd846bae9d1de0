/**
 * The reply in the form of Annex 2, word for word. "[Ông/bà]" is the sender: with name in the greeting, unless the
 * sender asked to be hidden (article 5.4) or the report is confidential (article 10.2).
 */

export interface ReplyParts {
  /** The handling agency's Vietnamese name; replies are written in Vietnamese (article 5.1). */
  agency: string;
  /** The name that may be shown, null where none may (`shownName` of `redact.ts`). */
  name: string | null;
  /** The approved result. */
  result: string;
  /** Whether documents are attached. */
  attached: boolean;
}

/** The whole text, lines separated by line feeds. */
export function composeReply({ agency, name, result, attached }: ReplyParts): string {
  return [
    agency,
    `Kính chào: Ông/bà${name === null ? '' : ` ${name}`}`,
    `Sau khi nhận được phản ánh của Ông/bà, ${agency} đã tiến hành kiểm tra, xử lý và thông báo kết quả như sau:`,
    attached ? `${result} (đính kèm văn bản)` : result,
    'Chúng tôi chân thành cám ơn Ông/Bà đã kịp thời phản ánh và mong tiếp tục nhận được phản ánh trong thời gian tới.',
    'Trân trọng.',
  ].join('\n');
}

/**
 * What the sender of a sealed report is told (article 10.3): that it has been handled, and nothing of its substance.
 */
export function sealedReply(agency: string): string {
  return [
    agency,
    'Kính chào: Ông/bà',
    `Phản ánh của Ông/bà đã được ${agency} xử lý theo quy định của pháp luật.`,
    'Trân trọng.',
  ].join('\n');
}
