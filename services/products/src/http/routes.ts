import type { Database, Relay, Route } from '@spillway/chassis';
import { changeProductRoute, retireProductRoute } from './change-product';
import { createProductRoute } from './create-product';
import { getProduct } from './get-product';
import { quotes } from './quotes';
import { getReservation } from './reservations';
import { searchProductsRoute } from './search-products';
import { stockRoutes } from './stock';

/** An API for the inside: who may do what is asked at the gateway. */
export const productRoutes = (deps: { readonly db: Database; readonly relay: Relay }): Route[] => [
  searchProductsRoute(deps.db),
  createProductRoute(deps),
  getProduct(deps.db),
  changeProductRoute(deps),
  retireProductRoute(deps),
  ...stockRoutes(deps),
  quotes(deps.db),
  getReservation(deps.db),
];
