/**
 * Vietnamese as old programs still send it: TCVN3 and VNI wrote it with fonts of their own over Latin-1, so that a mail
 * says "®­êng" or "ñöôøng" where "đường" was typed. Found by letters that stand in no Vietnamese word; text that is
 * Unicode already is left as it is, composed (NFC).
 */

// One character of Latin-1 each, in the same order.
const tcvn3From = 'µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§';
const tcvn3To = 'àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ';

const vniMarks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  a: {
    ù: 'á',
    ø: 'à',
    û: 'ả',
    õ: 'ã',
    ï: 'ạ',
    â: 'â',
    á: 'ấ',
    à: 'ầ',
    å: 'ẩ',
    ã: 'ẫ',
    ä: 'ậ',
    ê: 'ă',
    é: 'ắ',
    è: 'ằ',
    ú: 'ẳ',
    ü: 'ẵ',
    ë: 'ặ',
  },
  e: { ù: 'é', ø: 'è', û: 'ẻ', õ: 'ẽ', ï: 'ẹ', â: 'ê', á: 'ế', à: 'ề', å: 'ể', ã: 'ễ', ä: 'ệ' },
  o: { ù: 'ó', ø: 'ò', û: 'ỏ', õ: 'õ', ï: 'ọ', â: 'ô', á: 'ố', à: 'ồ', å: 'ổ', ã: 'ỗ', ä: 'ộ' },
  u: { ù: 'ú', ø: 'ù', û: 'ủ', õ: 'ũ', ï: 'ụ' },
  y: { ù: 'ý', ø: 'ỳ', û: 'ỷ', õ: 'ỹ' },
  ô: { ù: 'ớ', ø: 'ờ', û: 'ở', õ: 'ỡ', ï: 'ợ' },
  ö: { ù: 'ứ', ø: 'ừ', û: 'ử', õ: 'ữ', ï: 'ự' },
};
const vniAlone: Readonly<Record<string, string>> = { ô: 'ơ', ö: 'ư', ñ: 'đ', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ' };

/** Letters that only Unicode Vietnamese has. */
const unicodeVietnamese = /[\u01a0-\u01b0\u0102\u0103\u0110\u0111\u1ea0-\u1ef9]/;
/** Signs of TCVN3 within a word, where Latin-1 has none. */
const tcvn3Sign = /\p{L}[\u00ad¨©ª«¬®µ¶·¸¹»¼½¾]|[\u00ad¨©ª«¬®][\p{L}\u00ad]/gu;
const vniSign = /[aeouyAEOUYôöÔÖ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[öÖñÑ]/g;

/** How many signs make it sure: one or two may be a foreign name. */
const sure = 3;

export function readableVietnamese(text: string): string {
  const whole = text.normalize('NFC');
  if (unicodeVietnamese.test(whole)) return whole;
  if ((whole.match(tcvn3Sign)?.length ?? 0) >= sure) return fromTcvn3(whole);
  return (whole.match(vniSign)?.length ?? 0) >= sure ? fromVni(whole) : whole;
}

function fromTcvn3(text: string): string {
  return Array.from(text, (letter) => {
    const index = tcvn3From.indexOf(letter);
    return index < 0 ? letter : tcvn3To[index]!;
  }).join('');
}

function fromVni(text: string): string {
  let out = '';
  for (let n = 0; n < text.length; n += 1) {
    const letter = text[n]!;
    const low = letter.toLowerCase();
    const pair = vniMarks[low]?.[text[n + 1]?.toLowerCase() ?? ''];
    const found = pair ?? vniAlone[low];
    if (pair) n += 1;
    out += found === undefined ? letter : letter === low ? found : found.toUpperCase();
  }
  return out;
}
