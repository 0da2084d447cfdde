import { DataTypes, type ModelAttributes, type ModelStatic, type Model, type Sequelize } from 'sequelize';
import { tables, type RowOf, type TableName } from '../engine/tables.js';

/** A row as a reader gets it. */
type Read<Name extends TableName> = Model<RowOf<Name>, RowOf<Name>>;

export interface Models {
  loanRecords: ModelStatic<Read<'loan_records'>>;
  transactions: ModelStatic<Read<'transactions'>>;
  shipments: ModelStatic<Read<'shipments'>>;
  deliveries: ModelStatic<Read<'deliveries'>>;
  entries: ModelStatic<Read<'entries'>>;
}

/** Columns and associations of what is read through Sequelize; the shape itself is the migrations'. No behaviour. */
export function defineModels(reader: Sequelize): Models {
  const define = <Name extends TableName>(name: Name): ModelStatic<Read<Name>> =>
    reader.define<Read<Name>>(name, attributesOf(name) as ModelAttributes<Read<Name>, RowOf<Name>>, {
      tableName: name,
      timestamps: false,
      freezeTableName: true,
    });
  const models: Models = {
    loanRecords: define('loan_records'),
    transactions: define('transactions'),
    shipments: define('shipments'),
    deliveries: define('deliveries'),
    entries: define('entries'),
  };
  models.loanRecords.hasMany(models.transactions, { foreignKey: 'loan_id', as: 'transactions' });
  models.loanRecords.hasMany(models.shipments, { foreignKey: 'loan_id', as: 'shipments' });
  models.loanRecords.hasMany(models.deliveries, { foreignKey: 'loan_id', as: 'deliveries' });
  return models;
}

function attributesOf(name: TableName): ModelAttributes {
  const { columns, key } = tables[name];
  const keys: readonly string[] = key;
  return Object.fromEntries(
    Object.entries(columns).map(([column, kind]) => [
      column,
      {
        type: kind.startsWith('integer') ? DataTypes.BIGINT : DataTypes.TEXT,
        allowNull: kind.endsWith('?'),
        primaryKey: keys.includes(column),
      },
    ]),
  );
}
