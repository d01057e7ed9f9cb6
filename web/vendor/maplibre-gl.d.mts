// For the type checker only: the types of the npm package of the same version (tests/browser).
export * from 'maplibre-gl';
