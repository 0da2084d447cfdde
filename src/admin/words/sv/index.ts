import type { Catalogue } from '../catalogue.js';
import { acts } from './acts.js';
import { carriers } from './carriers.js';
import { claims } from './claims.js';
import { clocks } from './clocks.js';
import { conditions } from './conditions.js';
import { erasure } from './erasure.js';
import { frame } from './frame.js';
import { house } from './house.js';
import { inSync } from './in-sync.js';
import { messages } from './messages.js';
import { noticeBoard } from './notice-board.js';
import { notices } from './notices.js';
import { offers } from './offers.js';
import { peerTest } from './peer-test.js';
import { policy } from './policy.js';
import { request } from './request.js';
import { rota } from './rota.js';
import { scan } from './scan.js';
import { shipments } from './shipments.js';
import { signIn } from './sign-in.js';
import { wish } from './wish.js';
import { work } from './work.js';

/** Every sentence of the page, in Swedish. */
export const swedish: Catalogue = {
  ...frame,
  ...signIn,
  ...work,
  ...acts,
  ...offers,
  ...peerTest,
  ...request,
  ...rota,
  ...wish,
  ...messages,
  ...house,
  ...erasure,
  ...notices,
  ...noticeBoard,
  ...claims,
  ...clocks,
  ...inSync,
  ...policy,
  ...shipments,
  ...scan,
  ...carriers,
  ...conditions,
};
