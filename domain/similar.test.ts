import { describe, expect, it } from 'vitest';
import { likeness } from './similar.ts';

const pothole = 'Ổ gà sâu trên đường Phan Châu Trinh, trước chợ Tam Kỳ';

describe('likeness', () => {
  it('sees two tellings of one thing, with and without diacritics', () => {
    expect(likeness(pothole, 'duong phan chau trinh co o ga truoc cho, nguy hiem')).toBeGreaterThan(0.5);
  });

  it('sees little in common between two things on the same road', () => {
    expect(likeness(pothole, 'Đèn đường tắt ba hôm nay, cả khu phố tối đen, đề nghị điện lực sửa')).toBeLessThan(0.3);
  });

  it('is the same both ways, and nothing for a text without telling words', () => {
    const other = 'Rác trước chợ Tam Kỳ';
    expect(likeness(pothole, other)).toBe(likeness(other, pothole));
    expect(likeness(pothole, '… và là ở')).toBe(0);
  });
});
