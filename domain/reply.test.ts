import { describe, expect, it } from 'vitest';
import { metresBetween } from './districts.ts';
import { publicName, roundPlace, senderShown, shownName, summaryOf } from './redact.ts';
import { composeReply, fillName, maskName, nameMark, sealedReply } from './reply.ts';

describe('the reply of Annex 2', () => {
  it('is word for word, with the sender called Ông/bà', () => {
    expect(composeReply({ agency: 'Sở Y tế', name: null, result: 'Đã phun thuốc.', attached: false })).toBe(
      `Sở Y tế
Kính chào: Ông/bà
Sau khi nhận được phản ánh của Ông/bà, Sở Y tế đã tiến hành kiểm tra, xử lý và thông báo kết quả như sau:
Đã phun thuốc.
Chúng tôi chân thành cám ơn Ông/Bà đã kịp thời phản ánh và mong tiếp tục nhận được phản ánh trong thời gian tới.
Trân trọng.`,
    );
  });

  it('greets by name where the name may be shown, and mentions documents', () => {
    const text = composeReply({ agency: 'Sở Y tế', name: 'Lê An', result: 'Xong.', attached: true });
    expect(text).toContain('\nKính chào: Ông/bà Lê An\n');
    expect(text).toContain('\nXong. (đính kèm văn bản)\n');
  });

  it('of a sealed report says that it was handled, and nothing more', () => {
    expect(sealedReply('Công an tỉnh')).toContain('đã được Công an tỉnh xử lý theo quy định của pháp luật');
  });
});

describe('the name in a text at rest', () => {
  it.each([
    ['Lê An', 'Kính chào: Ông/bà Lê An', `Kính chào: Ông/bà ${nameMark}`],
    ['Lê An', 'Cán bộ đã gọi LÊ  AN, và Lê Anh', `Cán bộ đã gọi ${nameMark}, và Lê Anh`],
    // A name of one word may be any word.
    ['An', 'Kính chào: Ông/bà An\nĐã xong. An toàn', `Kính chào: Ông/bà ${nameMark}\nĐã xong. An toàn`],
    ['A.*(', 'Ông/bà A.*(', `Ông/bà ${nameMark}`],
    ['', 'Ông/bà An', 'Ông/bà An'],
    ['Lê An', 'L\u0065\u0302 An', nameMark],
  ])('of %s gives way to a mark in %s', (name, text, kept) => {
    expect(maskName(text, name)).toBe(kept);
  });

  it('is filled in where it may be shown, and leaves the form of address where not', () => {
    const kept = `Kính chào: Ông/bà ${nameMark}\nĐã hẹn ${nameMark}.`;
    expect(fillName(kept, 'Lê An')).toBe('Kính chào: Ông/bà Lê An\nĐã hẹn Lê An.');
    expect(fillName(kept, null)).toBe('Kính chào: Ông/bà\nĐã hẹn Ông/bà.');
    expect(fillName('Xong.', null)).toBe('Xong.');
  });
});

describe('what leaves the house', () => {
  const sender = { name: 'Lê An', phone: '0905123456', email: 'a@example.com', address: '12 Trần Phú' };
  it.each([
    [false, false, 'Lê An'],
    [true, false, null],
    [false, true, null],
    [true, true, null],
  ])('hidden %s, confidential %s: the name is %s', (hideIdentity, confidential, name) => {
    expect(shownName({ hideIdentity, confidential, sender })).toBe(name);
    expect(publicName({ hideIdentity, confidential, sender })).toBe(name ?? 'Ông/bà');
  });

  it('of an erased sender is no name', () => {
    const erased = { hideIdentity: false, confidential: false, sender: { name: '' } };
    expect([shownName(erased), publicName(erased)]).toEqual([null, 'Ông/bà']);
  });

  it('of a sender is what the view reaches', () => {
    expect(senderShown('all', sender)).toEqual(sender);
    expect(senderShown('contact', sender)).toEqual({ name: 'Lê An', phone: '0905123456' });
    expect(senderShown('nothing', sender)).toBeUndefined();
    expect(senderShown('all', { name: 'A', phone: '1' })).toEqual({ name: 'A', phone: '1' });
    expect(senderShown('all', { name: '', phone: '' })).toBeUndefined();
  });

  it('is a place within 50 m, the same one each time', () => {
    const point = { lat: 15.573612, lng: 108.474055 };
    const rounded = roundPlace(point);
    expect(metresBetween(point, rounded)).toBeLessThan(36);
    expect(roundPlace(rounded)).toEqual(rounded);
    expect(rounded).not.toEqual(point);
  });

  it('is one short line', () => {
    expect(summaryOf('Đèn hỏng\n ở ngã tư')).toBe('Đèn hỏng ở ngã tư');
    const long = summaryOf('từ '.repeat(200));
    expect(long.length).toBeLessThanOrEqual(160);
    expect(long).toMatch(/từ…$/);
    expect(summaryOf('x'.repeat(500))).toHaveLength(160);
  });
});
