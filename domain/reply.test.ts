import { describe, expect, it } from 'vitest';
import { metresBetween } from './districts.ts';
import { publicName, roundPlace, senderShown, shownName, summaryOf } from './redact.ts';
import { composeReply, sealedReply } from './reply.ts';

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

  it('of a sender is what the view reaches', () => {
    expect(senderShown('all', sender)).toEqual(sender);
    expect(senderShown('contact', sender)).toEqual({ name: 'Lê An', phone: '0905123456' });
    expect(senderShown('nothing', sender)).toBeUndefined();
    expect(senderShown('all', { name: 'A', phone: '1' })).toEqual({ name: 'A', phone: '1' });
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
