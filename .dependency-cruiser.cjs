// Architecture §2: who may import whom. A room imports only rooms of a lower rank, and the libraries that are its own.
const ranks = [
  ['platform', 'iso18626'],
  ['loan', 'ledger', 'vault', 'config', 'files'],
  ['storage'],
  ['peers', 'access'],
  ['exchange'],
  ['inbound', 'outbound', 'intake', 'sourcing', 'tracking', 'notices', 'audit', 'conform'],
  ['desk'],
  ['jobs', 'http', 'admin'],
];
const ownLibraries = {
  winston: ['platform'],
  '@fastify/busboy': ['files'],
  undici: ['platform'],
  saxes: ['iso18626'],
  xmlbuilder2: ['iso18626'],
  sequelize: ['storage'],
  umzug: ['storage'],
  sqlite3: ['storage'],
  pg: ['storage'],
  'fast-xml-parser': ['intake', 'sourcing'],
  nodemailer: ['notices'],
  agenda: ['jobs'],
  '@agendajs/mongo-backend': ['jobs'],
  mongodb: ['jobs'],
  express: ['http', 'admin'],
  'openid-client': ['admin'],
  preact: ['admin'],
  'preact-render-to-string': ['admin'],
  'intl-messageformat': ['admin', 'notices'],
  'bwip-js': ['admin'],
  agendash: ['jobs', 'admin'],
};
const either = (rooms) => `^src/(${rooms.join('|')})/`;

const forbidden = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'not-the-composition-root',
    severity: 'error',
    comment: 'only cli, app.ts and main.ts stand above the rooms',
    from: { path: either(ranks.flat()) },
    to: { path: '^src/(cli/|composition/|app\\.ts|main\\.ts)' },
  },
  {
    name: 'models-stay-in-storage',
    severity: 'error',
    from: { pathNot: '^src/(storage/|cli/|composition/|app\\.ts)' },
    to: { path: '^src/storage/models' },
  },
];
ranks.forEach((rooms, rank) => {
  for (const room of rooms) {
    const forbiddenRooms = ranks
      .slice(rank)
      .flat()
      .filter((other) => other !== room);
    if (forbiddenRooms.length > 0)
      forbidden.push({
        name: `rank-${room}`,
        severity: 'error',
        from: { path: `^src/${room}/` },
        to: { path: either(forbiddenRooms) },
      });
  }
});
for (const [library, rooms] of Object.entries(ownLibraries))
  forbidden.push({
    name: `library-${library.replace(/[^a-z0-9]/g, '-')}`,
    severity: 'error',
    from: { path: '^src/', pathNot: either(rooms) },
    to: { path: `node_modules/${library}/` },
  });

module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
