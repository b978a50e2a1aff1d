import type { EngineApi } from '../src/shared/engine-api';
import { expose, installErrorTransfer } from '../src/shared/rpc';
import { aliveLock } from './alive-lock';
import { createEngineApi } from './engine-api';
import { startEngine } from './start-engine';

installErrorTransfer();
expose(createEngineApi({ aliveLock, startEngine, now: () => performance.now() }) satisfies EngineApi);
