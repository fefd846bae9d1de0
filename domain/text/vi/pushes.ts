/** Thông báo đẩy: tiêu đề lấy từ thư cùng loại, nội dung không nêu điều gì của phản ánh. */
export const pushes = {
  /** Với người dân: chỉ nêu mã phản ánh. */
  open: (code: string) => `Phản ánh ${code}. Bấm để xem chi tiết.`,
  several: (count: number) => ({ title: `${count} thông báo mới`, body: 'Bấm để mở danh sách thông báo.' }),
};
