/** Every page in Vietnamese. */
import { walkAllPages } from './walk.ts';

walkAllPages('vi');
