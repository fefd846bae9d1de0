/** Thông báo đẩy: tiêu đề lấy từ thư cùng loại, nội dung không nêu điều gì của phản ánh. */
export const pushes = {
  open: 'Bấm để xem chi tiết.',
  several: (count: number) => ({ title: `${count} thông báo mới`, body: 'Bấm để mở danh sách thông báo.' }),
};
