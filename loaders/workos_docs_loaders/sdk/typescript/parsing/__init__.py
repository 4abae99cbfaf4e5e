"""Files of an npm package as syntax trees and declarations."""
