/** Letters of people: whole, incomplete, in every way that people and their programs write. */
import { attachment, inCharset, mail, mailbox, person } from './mail.ts';
import type { Row } from './row.ts';

const content = 'Đèn tín hiệu giao thông bị hỏng từ hôm qua, xe cộ đi lại rất nguy hiểm.';
const where = 'Ngã tư Phan Châu Trinh - Hùng Vương, phường An Xuân, Tam Kỳ';
const whole = `Họ và tên: Trần Thị Bình\nSố điện thoại: 0905 123 456\nĐịa điểm: ${where}\nNội dung: ${content}\n`;
const whole2 = { name: 'Trần Thị Bình', phone: '0905123456' };
const accepted = { state: 'accepted', why: 'complete', answer: 'mail-received' } as const;
const asked = { state: 'asked', why: 'incomplete', answer: 'mail-asked' } as const;

/** Windows-1258 writes most tones as marks of their own after the letter. */
const in1258: Readonly<Record<string, number>> = {
  đ: 0xf0,
  Đ: 0xd0,
  ă: 0xe3,
  â: 0xe2,
  ê: 0xea,
  ô: 0xf4,
  ơ: 0xf5,
  ư: 0xfd,
  Ư: 0xdd,
  '\u0300': 0xcc,
  '\u0309': 0xd2,
  '\u0303': 0xde,
  '\u0301': 0xec,
  '\u0323': 0xf2,
};
const windows1258 = (text: string): Buffer =>
  Buffer.from(
    Array.from(text.normalize('NFC')).flatMap((letter) => {
      if (in1258[letter] !== undefined) return [in1258[letter]];
      const parts = Array.from(letter.normalize('NFD'));
      // The tone comes off, what makes the letter stays: ế is ê with an acute.
      const tone = parts.findIndex((one) => ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].includes(one));
      const base =
        tone < 0
          ? letter
          : parts
              .filter((_one, n) => n !== tone)
              .join('')
              .normalize('NFC');
      const bytes = [in1258[base] ?? base.charCodeAt(0)];
      return tone < 0 ? bytes : [...bytes, in1258[parts[tone]!]!];
    }),
  );

/** Cut wherever 60 characters are full: within a letter's bytes too. */
function quotedPrintable(text: string): Buffer {
  const hex = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const rows = text.split('\n').map((line) => {
    const letters = [...Buffer.from(line)].map((byte) =>
      byte > 126 || byte === 61 ? hex(byte) : String.fromCharCode(byte),
    );
    const pieces: string[] = [];
    for (let n = 0; n < letters.length; n += 21) pieces.push(letters.slice(n, n + 21).join(''));
    return pieces.join('=\r\n');
  });
  return Buffer.from(rows.join('\r\n'));
}

export const people: Row[] = [
  {
    ...accepted,
    name: 'labelled lines',
    because: 'name, phone, place and content are all there (articles 5.2, 5.3)',
    raw: () => mail({ subject: 'Phản ánh', text: whole }),
    person: whole2,
    place: /Phan Châu Trinh/,
    district: 'tamky',
    content: /^Đèn tín hiệu/,
    notContent: /0905|Họ và tên/,
  },
  {
    ...accepted,
    name: 'labels without diacritics',
    because: 'many write without',
    raw: () =>
      mail({
        subject: 'phan anh',
        text: `Ho ten: Tran Thi Binh\nSDT: 0905123456\nDia diem: cho Tam Ky\nRac thai tran ra duong ba ngay nay, mui hoi rat nang.`,
      }),
    person: { name: 'Tran Thi Binh' },
    place: /^cho Tam Ky$/,
    district: 'tamky',
  },
  {
    ...accepted,
    name: 'free text with "tại"',
    because: 'the place stands after the word, the name in From, the phone in the signature',
    raw: () =>
      mail({
        from: person('Lê Văn Cường', 'cuong@example.org'),
        subject: 'Ổ gà lớn',
        text: 'Kính gửi Trung tâm,\n\nHiện nay tại đường Hùng Vương, phường An Mỹ, thành phố Tam Kỳ có một ổ gà lớn, đã có người ngã.\n\nTrân trọng,\nLê Văn Cường\n0912.345.678',
      }),
    person: { name: 'Lê Văn Cường', phone: '0912345678' },
    place: /^đường Hùng Vương, phường An Mỹ, thành phố Tam Kỳ$/,
    district: 'tamky',
    content: /ổ gà lớn/,
    notContent: /0912|Trân trọng/,
  },
  {
    ...accepted,
    name: 'phone as +84',
    because: 'the same number, written for abroad',
    raw: () => mail({ text: whole.replace('0905 123 456', '+84 905 123 456') }),
    person: whole2,
  },
  {
    ...accepted,
    name: 'a landline',
    because: 'article 5.3 asks for a phone, not for a mobile',
    raw: () => mail({ text: whole.replace('0905 123 456', '(0235) 3812 345') }),
    person: { phone: '02353812345' },
  },
  {
    ...accepted,
    name: 'HTML alone',
    because: 'most programs write HTML; tags, styles and remote pictures are nothing',
    raw: () =>
      mail({
        html: `<html><head><style>p{color:red}</style></head><body><p>Họ tên: Trần Thị Bình</p><p>SĐT: 0905123456</p><div>Địa điểm: ${where}</div><p>${content}</p><img src="https://tracker.example.net/x.gif"><script>alert(1)</script></body></html>`,
      }),
    person: whole2,
    notContent: /alert|color|tracker|</,
  },
  {
    ...accepted,
    name: 'HTML with an empty plain text',
    because: 'the words are in the HTML',
    raw: () =>
      mail({
        text: ' \n',
        html: `<p>Họ tên: Trần Thị Bình<br>SĐT: 0905123456<br>Địa điểm: ${where}<br>${content}</p>`,
        multipart: 'multipart/alternative',
      }),
    person: whole2,
  },
  {
    ...accepted,
    name: 'HTML entities',
    because: 'an old web mail writes letters as numbers',
    raw: () =>
      mail({
        html: `<p>H&#7885; t&ecirc;n: Tran Thi Binh</p><p>S&#272;T: 0905123456</p><p>&#272;&#7883;a &#273;i&#7875;m: ${where}</p><p>${content}</p>`,
      }),
    place: /Phan Châu Trinh/,
  },
  {
    ...accepted,
    name: 'NFD',
    because: 'a Mac writes letters and marks apart; they are stored composed',
    raw: () => mail({ text: whole.normalize('NFD') }),
    person: whole2,
    content: /^Đèn tín hiệu/,
  },
  {
    ...accepted,
    name: 'windows-1258',
    because: 'Vietnamese Windows of old',
    raw: () => inCharset({ subject: 'Phản ánh' }, 'windows-1258', windows1258(whole)),
    person: whole2,
    content: /^Đèn tín hiệu/,
  },
  {
    ...accepted,
    name: 'TCVN3',
    because: 'fonts of the nineties over Latin-1',
    raw: () =>
      inCharset(
        { subject: 'phan anh' },
        'iso-8859-1',
        Buffer.from(
          'Hä vµ tªn: TrÇn ThÞ B×nh\r\nSè ®iÖn tho¹i: 0905123456\r\n§Þa ®iÓm: ®­êng Hïng V­¬ng, Tam Kú\r\nRßt n­íc sinh ho¹t kh«ng cã, d©n khæ l¾m.',
          'latin1',
        ),
      ),
    person: { name: 'Trần Thị Bình' },
    place: /^đường Hùng Vương, Tam Kỳ$/,
  },
  {
    ...accepted,
    name: 'VNI',
    because: 'the other font of the nineties',
    raw: () =>
      inCharset(
        { subject: 'phan anh' },
        'iso-8859-1',
        Buffer.from(
          'Hoï teân: Traàn Thò Bình\r\nÑieän thoaïi: 0905123456\r\nÑòa ñieåm: ñöôøng Huøng Vöông, Tam Kyø\r\nRaùc thaûi traøn ra ñöôøng, raát hoâi thoái.',
          'latin1',
        ),
      ),
    person: { phone: '0905123456' },
    place: /^đường Hùng Vương, Tam Kỳ$/,
    content: /Rác thải tràn ra đường/,
  },
  {
    ...accepted,
    name: 'UTF-8 without saying so',
    because: 'a script wrote it; no charset in the head',
    raw: () =>
      Buffer.from(
        `From: =?utf-8?B?${Buffer.from('Trần Thị Bình').toString('base64')}?= <binh.script@example.org>\r\nTo: ${mailbox}\r\nSubject: x\r\n\r\n${whole.replaceAll('\n', '\r\n')}`,
      ),
    person: whole2,
  },
  {
    ...accepted,
    name: 'quoted-printable',
    because: "soft line ends within a letter's bytes",
    raw: () =>
      Buffer.from(
        inCharset({}, 'utf-8', quotedPrintable(whole)).toString('latin1').replace('8bit', 'quoted-printable'),
        'latin1',
      ),
    person: whole2,
    content: /^Đèn tín hiệu giao thông bị hỏng/,
  },
  {
    ...accepted,
    name: 'format=flowed',
    because: 'lines that go on end in a blank (RFC 3676)',
    raw: () =>
      mail({
        parts: [
          {
            type: 'text/plain; charset=utf-8; format=flowed',
            content: `Họ tên: Trần Thị Bình\nSĐT: 0905123456\nĐịa điểm: ${where}\nĐèn tín hiệu giao thông bị hỏng \ntừ hôm qua, rất nguy hiểm.`,
          },
        ],
      }),
    person: whole2,
    content: /bị hỏng/,
  },
  {
    ...accepted,
    name: 'a subject that tells',
    because: 'what the subject says belongs to the report',
    raw: () => mail({ subject: 'Cống thoát nước bị sập', text: whole }),
    content: /^Cống thoát nước bị sập/,
  },
  {
    ...accepted,
    name: 'time and place labelled',
    because: 'article 5.2 names the time',
    raw: () => mail({ text: `${whole}Thời gian: 7h30 ngày 1/3/2026\n` }),
    person: whole2,
  },
  {
    ...accepted,
    name: 'a signature and a disclaimer',
    because: 'the company\'s "bảo mật" is not the sender\'s wish',
    raw: () =>
      mail({
        text: `${whole}\n--\nTrần Thị Bình\nCông ty ABC\n\nThông tin trong email này là bảo mật và chỉ dành cho người nhận.`,
      }),
    notContent: /bảo mật|Công ty/,
  },
  {
    ...accepted,
    name: 'sent from a phone',
    because: "the program's own line is cut",
    raw: () => mail({ text: `${whole}\nGửi từ điện thoại iPhone của tôi` }),
    notContent: /iPhone/,
  },
  {
    ...accepted,
    name: 'a picture',
    because: 'a JPEG goes with the report',
    raw: ({ jpeg }) => mail({ text: whole, parts: [attachment('hiện trường.jpg', 'image/jpeg', jpeg)] }),
    files: 1,
    refused: [],
  },
  {
    ...accepted,
    name: 'a picture with a name of RFC 2231',
    because: 'names with charset and pieces',
    raw: ({ png }) =>
      mail({
        text: whole,
        parts: [
          {
            type: 'image/png',
            content: png,
            headers: [
              "Content-Disposition: attachment; filename*0*=utf-8''%E1%BA%A3nh%20hi%E1%BB%87n;",
              ' filename*1*=%20tr%C6%B0%E1%BB%9Dng.png',
            ],
          },
        ],
      }),
    files: 1,
  },
  {
    ...accepted,
    name: 'a video',
    because: 'an MP4 goes with the report',
    raw: ({ mp4 }) => mail({ text: whole, parts: [attachment('clip.mp4', 'video/mp4', mp4)] }),
    files: 1,
  },
  {
    ...accepted,
    name: 'a picture called .exe',
    because: 'content decides, not the name',
    raw: ({ jpeg }) => mail({ text: whole, parts: [attachment('anh.exe', 'application/octet-stream', jpeg)] }),
    files: 1,
  },
  {
    ...accepted,
    name: 'HEIC',
    because: "an iPhone's own format cannot be cleaned; the answer says so",
    raw: () =>
      mail({
        text: whole,
        parts: [attachment('IMG_1.HEIC', 'image/heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'))],
      }),
    files: 0,
    refused: ['heic'],
  },
  {
    ...accepted,
    name: 'winmail.dat',
    because: "Outlook's wrapping",
    raw: () =>
      mail({
        text: whole,
        parts: [attachment('winmail.dat', 'application/ms-tnef', Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 2]))],
      }),
    refused: ['tnef'],
  },
  {
    ...accepted,
    name: 'zip, program, document and picture',
    because: 'one by one: the picture is taken, each of the others is named',
    raw: ({ jpeg }) =>
      mail({
        text: whole,
        parts: [
          attachment('anh.zip', 'application/zip', Buffer.from('PK\x03\x04xxxx')),
          attachment('setup.exe', 'application/octet-stream', Buffer.from('MZ\x90\0')),
          attachment('don.docx', 'application/octet-stream', Buffer.from('PK\x03\x04')),
          attachment('anh.jpg', 'image/jpeg', jpeg),
        ],
      }),
    files: 1,
    refused: ['archive', 'program', 'document'],
  },
  {
    ...accepted,
    name: 'a broken picture',
    because: 'cut off on the way',
    raw: ({ jpeg }) => mail({ text: whole, parts: [attachment('anh.jpg', 'image/jpeg', jpeg.subarray(0, 200))] }),
    files: 0,
    refused: ['broken'],
  },
  {
    ...accepted,
    name: 'twelve pictures',
    because: 'ten a report (contract)',
    raw: ({ png }) =>
      mail({ text: whole, parts: Array.from({ length: 12 }, (_one, n) => attachment(`${n}.png`, 'image/png', png)) }),
    files: 10,
    refused: ['too-many', 'too-many'],
  },
  {
    ...accepted,
    name: 'a logo in the signature',
    because: "small pictures within the text are nobody's evidence",
    raw: ({ png }) =>
      mail({
        multipart: 'multipart/related',
        html: `<p>Họ tên: Trần Thị Bình<br>SĐT: 0905123456<br>Địa điểm: ${where}<br>${content}</p><img src="cid:logo">`,
        parts: [
          {
            ...attachment('logo.png', 'image/png', png, 'inline'),
            headers: ['Content-ID: <logo>', 'Content-Disposition: inline; filename="logo.png"'],
          },
        ],
      }),
    files: 0,
    refused: [],
  },
  {
    ...accepted,
    name: 'a forwarded mail',
    because: 'who forwards it reports it',
    raw: () =>
      mail({
        from: person('Phạm Thị Dung', 'dung@example.org'),
        subject: 'Fwd: Cây đổ',
        text: `SĐT: 0935111222\n\n---------- Forwarded message ---------\nFrom: Hàng Xóm <hx@example.org>\nDate: Mon, 2 Mar 2026\nSubject: Cây đổ\nTo: dung@example.org\n\nCây xanh bị đổ tại đường Trần Cao Vân, phường An Sơn, Tam Kỳ, chắn hết lối đi.`,
      }),
    person: { name: 'Phạm Thị Dung', phone: '0935111222' },
    place: /Trần Cao Vân/,
    content: /Cây xanh bị đổ/,
    notContent: /hx@example/,
  },
  {
    ...accepted,
    name: 'a forwarded mail as attachment',
    because: 'message/rfc822: its words are the content, its sender is not ours',
    raw: ({ jpeg }) =>
      mail({
        from: person('Phạm Thị Dung', 'dung2@example.org'),
        subject: 'Chuyển tiếp',
        text: 'SĐT: 0935111222',
        parts: [
          {
            type: 'message/rfc822',
            content: mail({
              from: person('Hàng Xóm', 'hx@example.org'),
              text: `Địa điểm: ${where}\n${content}`,
              parts: [attachment('a.jpg', 'image/jpeg', jpeg)],
            }).toString('utf8'),
          },
        ],
      }),
    person: { name: 'Phạm Thị Dung' },
    content: /Đèn tín hiệu/,
    files: 1,
  },
  {
    ...accepted,
    name: 'signed by S/MIME',
    because: 'the signature is no file of the report',
    raw: () =>
      mail({
        multipart: 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256',
        text: whole,
        parts: [attachment('smime.p7s', 'application/pkcs7-signature', Buffer.from([0x30, 0x82]))],
      }),
    person: whole2,
    files: 0,
    refused: [],
  },
  {
    ...accepted,
    name: 'signed by PGP in the text',
    because: 'the words within the signature are the letter',
    raw: () =>
      mail({
        text: `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${whole}-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----`,
      }),
    person: whole2,
    notContent: /PGP|iQEz/,
  },
  {
    ...accepted,
    name: 'broken MIME',
    because: 'the last boundary is missing; what is there is read',
    raw: () =>
      Buffer.from(
        mail({ text: whole, parts: [attachment('x.zip', 'application/zip', Buffer.from('PK\x03\x04'))] })
          .toString('latin1')
          .replace(/--\r\n$/, '')
          .slice(0, -20),
        'latin1',
      ),
    person: whole2,
  },
  {
    ...accepted,
    name: 'in copy to others',
    because: 'addressed to us among a few',
    raw: () => mail({ to: `ubnd@example.org, ${mailbox}`, text: whole }),
    person: whole2,
  },
  {
    ...accepted,
    name: 'no Message-ID',
    because: 'some programs send none',
    raw: () => mail({ messageId: null, text: `${whole} Lần một.` }),
    person: whole2,
  },
  {
    ...accepted,
    name: "a code of somebody else's report",
    because: "a code alone opens nobody's report: taken as new, with a note",
    raw: ({ reports }) => mail({ subject: `Re: [${reports.supplement.code}] Đề nghị bổ sung`, text: whole }),
    person: whole2,
  },
  {
    ...accepted,
    name: 'our Message-ID from another address',
    because: 'who passed our mail on to somebody did not pass the report on',
    raw: ({ reports }) => mail({ headers: [`In-Reply-To: ${reports.supplement.messageId}`], text: whole }),
    person: whole2,
  },
  {
    ...accepted,
    name: 'delivered twice, the first',
    because: 'a report like any other',
    raw: () =>
      mail({
        from: person('Võ Thị Em', 'em@example.org'),
        messageId: '<twice@example.org>',
        headers: ['X-Way: one'],
        text: whole,
      }),
    person: whole2,
  },

  {
    ...asked,
    name: 'no phone',
    because: 'article 5.3',
    raw: () => mail({ text: `Địa điểm: ${where}\n${content}` }),
    missing: ['phone'],
  },
  {
    ...asked,
    name: 'no name',
    because: 'the address alone is no name',
    raw: () => mail({ from: 'hung1985@example.org', text: `SĐT: 0905123456\nĐịa điểm: ${where}\n${content}` }),
    missing: ['name'],
  },
  {
    ...asked,
    name: 'no place',
    because: 'article 5.2; "tại sao" is no place',
    raw: () => mail({ text: `SĐT: 0905123456\nĐèn đường hỏng đã lâu, tại sao không ai sửa?` }),
    missing: ['place'],
  },
  {
    ...asked,
    name: 'two numbers',
    because: "which is the sender's is not guessed",
    raw: () => mail({ text: `Địa điểm: ${where}\n${content} Tôi gọi 0905111222 và 0905333444 không ai nghe.` }),
    missing: ['phone'],
  },
  {
    ...asked,
    name: 'a picture and nothing else',
    because: 'a picture tells no place',
    raw: ({ jpeg }) =>
      mail({
        from: person('Nguyễn Văn An', 'anh@example.org'),
        parts: [attachment('a.jpg', 'image/jpeg', jpeg)],
        text: '',
      }),
    missing: ['phone', 'place', 'content'],
  },
  {
    ...asked,
    name: 'nothing at all',
    because: 'asked for everything',
    raw: () => mail({ from: 'trong@example.org', text: '' }),
    missing: ['name', 'phone', 'place', 'content'],
  },
  {
    ...asked,
    name: 'everything in the subject',
    because: 'an empty body; the subject is the content',
    raw: () => mail({ subject: 'Đèn đường hỏng tại đường Hùng Vương, Tam Kỳ', text: '' }),
    missing: ['phone'],
    place: /Hùng Vương/,
    content: /Đèn đường hỏng/,
  },
  {
    ...asked,
    why: 'wish',
    name: 'a wish for secrecy',
    because: 'article 5.4 or 10.2: which, is asked, never guessed',
    raw: () => mail({ text: `${whole}Xin giữ bí mật cho tôi.` }),
    missing: ['wish'],
  },
  {
    ...asked,
    why: 'wish',
    name: 'a wish not to be named',
    because: 'the same question, the other box ticked',
    raw: () => mail({ text: `${whole}Tôi xin được ẩn danh.` }),
    missing: ['wish'],
  },
  {
    ...asked,
    name: 'an order number is no phone',
    because: 'only Vietnamese numbers count',
    raw: () => mail({ text: `Địa điểm: ${where}\n${content} Hồ sơ số 1234567890123.` }),
    missing: ['phone'],
  },
];
