import type { PicturesApi } from '../src/shared/pictures-api';
import { expose, installErrorTransfer } from '../src/shared/rpc';
import { aliveLock } from './alive-lock';
import { createPicturesApi } from './pictures-api';

installErrorTransfer();
expose(createPicturesApi({ aliveLock, now: () => performance.now() }) satisfies PicturesApi);
