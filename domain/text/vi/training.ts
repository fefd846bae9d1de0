/** Lời trên mọi trang của hệ thống tập huấn, bằng hai thứ tiếng cạnh nhau: không ai được nhầm nó với hệ thống thật. */
export const trainingBanner = {
  vi: 'TẬP HUẤN: số liệu không có thật, không gửi gì ra ngoài.',
  en: 'TRAINING: nothing here is real, nothing leaves this machine.',
  link: 'Bài tập',
};
